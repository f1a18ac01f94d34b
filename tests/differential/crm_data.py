# SPDX-License-Identifier: Apache-2.0
"""Writes a CRM export with the flaws such exports have: a product spelt in two ways, sellers without deals, open deals without a value, a deal
without an id."""

import csv
import datetime
import os
import random

PRODUCTS = [("GTX Basic", "GTX", 550), ("GTX Pro", "GTX", 4821), ("MG Special", "MG", 55), ("MG Advanced", "MG", 3393), ("GTX Plus Pro", "GTX", 5482),
            ("GTX Plus Basic", "GTX", 1096), ("GTK 500", "GTK", 26768)]
# As the opportunities spell them.
SPELT = {"GTX Pro": "GTXPro"}
MANAGERS = ["Dustin Brinkmann", "Melvin Marxen", "Cara Losch", "Rocco Neubert", "Celia Rouche", "Summer Sewald"]
OFFICES = ["Central", "Central", "East", "East", "West", "West"]


def write(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def opportunity(draw, number, sellers):
    product, _, price = draw.choice(PRODUCTS)
    stage = draw.choices(["Won", "Lost", "Engaging", "Prospecting"], [48, 28, 18, 6])[0]
    engaged = datetime.date(2017, 1, 1) + datetime.timedelta(draw.randrange(330))
    closed = engaged + datetime.timedelta(draw.randrange(1, 138))
    is_closed = stage in ("Won", "Lost")
    account = "" if not is_closed and draw.random() < 0.65 else f"Account {draw.randrange(85)}"
    value = round(price * draw.uniform(0.7, 1.25)) if stage == "Won" else 0
    return [f"{number:08X}", draw.choice(sellers), SPELT.get(product, product), account, stage, engaged.isoformat() if stage != "Prospecting" else "",
            closed.isoformat() if is_closed else "", str(value) if is_closed else ""]


def generate(folder, seed, sellers=35, opportunities=2500):
    os.makedirs(folder, exist_ok=True)
    draw = random.Random(seed)
    names = [f"Seller {n:02d}" for n in range(sellers)]
    idle = set(draw.sample(names, 5))
    busy = [name for name in names if name not in idle]
    write(os.path.join(folder, "teams.csv"), ["sales_agent", "manager", "regional_office"],
          [[name, MANAGERS[n % 6], OFFICES[n % 6]] for n, name in enumerate(names)])
    write(os.path.join(folder, "products.csv"), ["product", "series", "sales_price"], PRODUCTS)
    deals = [opportunity(draw, n, busy) for n in range(opportunities)]
    draw.choice([deal for deal in deals if deal[4] == "Won"])[0] = ""
    write(os.path.join(folder, "opportunities.csv"),
          ["opportunity_id", "sales_agent", "product", "account", "deal_stage", "engage_date", "close_date", "close_value"],
          deals)
