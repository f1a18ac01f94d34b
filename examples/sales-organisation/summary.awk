# SPDX-License-Identifier: Apache-2.0
# Prints the page that sums up the year of the sales-organisation example, from each month's results.csv, regions.csv and persons.csv.
# No cell of these files is in quotes.
BEGIN {
  FS = ","
  rule = "-----------------------------------------------------------------------------"
  lines = split("commission overlay accelerator override bonus person_cap team_pool contest year_end holdback release advance recovery payout_limit",
                line, " ")
}

# 1234567 as 1,234,567.
function grouped(x,    text, sign) {
  text = sprintf("%.0f", x); sign = ""
  if (text == "-0") text = "0"
  if (substr(text, 1, 1) == "-") { sign = "-"; text = substr(text, 2) }
  x = ""
  while (length(text) > 3) { x = "," substr(text, length(text) - 2) x; text = substr(text, 1, length(text) - 3) }
  return sign text x
}
function value(name) { return $(column[name]) }
function percent(part, whole) { return whole > 0 ? sprintf("%.0f %%", 100 * part / whole) : "" }
function order(list, count, by,    i, k, best, taken) {
  for (i = 1; i <= count; ++i) {
    best = 0
    for (k = 1; k <= count; ++k) if (!(k in taken) && (best == 0 || by[list[k]] > by[list[best]])) best = k
    taken[best] = 1; sorted[i] = list[best]
  }
}

{ sub(/\r$/, "") }

FNR == 1 {
  file = FILENAME; sub(/.*\//, "", file); sub(/\.csv$/, "", file)
  month = FILENAME; sub(/\/[^\/]*$/, "", month); sub(/.*\//, "", month)
  if (!(month in seen)) { seen[month] = 1; name_of_month[++months] = month }
  delete column
  for (i = 1; i <= NF; ++i) column[$i] = i
  next
}

file == "results" {
  ++posts[month]; pay[month] += value("payout"); all_paid += value("payout")
  draws[month] += value("advance"); back[month] -= value("recovery"); owed[month] += value("owed_now"); held[month] += value("held_now")
  for (i = 1; i <= lines; ++i) line_paid[line[i]] += value(line[i])
  if (value("grade") != "") { ++graded; moved += value("grade") != value("grade_by_score") }
}

file == "regions" {
  region = value("region")
  if (!(region in region_paid)) region_name[++regions] = region
  sold[month] += value("sold"); target[month] += value("target")
  region_sold[region] += value("sold"); region_target[region] += value("target"); region_paid[region] += value("pay")
}

file == "persons" {
  person = value("person")
  if (!(person in person_paid)) person_key[++persons] = person
  person_name[person] = value("name"); person_paid[person] += value("pay"); rated[person] += value("rating"); ++in_post[person]
  if (value("posts") > held_posts[person]) held_posts[person] = value("posts")
}

END {
  print ""
  print "The year by month, in CNY"
  print "month   posts       sold  target      paid    draws recovered     owed     held"
  print rule
  for (i = 1; i <= months; ++i) {
    m = name_of_month[i]
    printf "%s %5d %10s %7s %9s %8s %9s %8s %8s\n", m, posts[m], grouped(sold[m]), percent(sold[m], target[m]), grouped(pay[m]),
           grouped(draws[m]), grouped(back[m]), grouped(owed[m]), grouped(held[m])
    all_sold += sold[m]
  }

  print ""
  print "By region, the year"
  print "region                  sold    target        paid   paid per 100 sold"
  print rule
  order(region_name, regions, region_sold)
  for (i = 1; i <= regions; ++i) {
    r = sorted[i]
    printf "%-14s %13s %9s %11s %19s\n", r, grouped(region_sold[r]), percent(region_sold[r], region_target[r]), grouped(region_paid[r]),
           (region_sold[r] > 0 ? sprintf("%.1f", 100 * region_paid[r] / region_sold[r]) : "")
  }

  print ""
  print "Line by line, the year"
  print rule
  for (i = 1; i <= lines; i += 2)
    printf "%-15s %14s        %-15s %14s\n", line[i], grouped(line_paid[line[i]]), line[i + 1], grouped(line_paid[line[i + 1]])

  print ""
  print "The ten best paid people"
  print "person  months  posts  average rating        paid   name"
  print rule
  order(person_key, persons, person_paid)
  for (i = 1; i <= 10 && i <= persons; ++i) {
    p = sorted[i]
    printf "%-7s %6d %6d %15.1f %11s   %s\n", p, in_post[p], held_posts[p], rated[p] / in_post[p], grouped(person_paid[p]), person_name[p]
  }

  print ""
  printf "%d people are paid %s CNY for sales of %s CNY.\n", persons, grouped(all_paid), grouped(all_sold)
  printf "Of %d grades %d are not what the rating alone would give.\n", graded, moved
}
