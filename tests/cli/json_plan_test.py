# SPDX-License-Identifier: Apache-2.0
"""Tests of plans in JSON on the command line: the same results, the same identity, and messages that programs can use."""

import hashlib
import json

import support
from support import PLAN


class JsonPlan(support.CliTest):
    def canonical(self, plan="plan.toml"):
        outcome = self.run_cli("check", plan, "--canonical")
        self.assertEqual((outcome.code, outcome.stderr), (0, ""))
        return outcome.stdout.decode("utf-8").removesuffix("\n")

    def digest(self, plan="plan.toml"):
        outcome = self.run_cli("check", plan, "--digest")
        self.assertEqual((outcome.code, outcome.stderr), (0, ""))
        return outcome.stdout.decode("utf-8").removesuffix("\n")

    def test_the_canonical_form_is_what_other_programs_make_of_it(self):
        canonical = self.canonical()
        tree = json.loads(canonical)
        self.assertEqual(json.dumps(tree, sort_keys=True, ensure_ascii=False, separators=(",", ":")), canonical)
        self.assertEqual(tree["plan"]["period"], {"from": "2026-10-01", "to": "2026-10-31"})
        self.assertEqual(self.digest(), hashlib.sha256(canonical.encode("utf-8")).hexdigest())

    def test_json_scores_as_toml_does(self):
        tree = json.loads(self.canonical())
        shuffled = {key: tree[key] for key in reversed(list(tree))}
        self.write("plan.json", json.dumps(shuffled, indent=4))
        self.assertEqual(self.digest("plan.json"), self.digest())
        of_toml = self.score("--format", "json")
        of_json = self.run_cli("score", "plan.json", "--table", "reps=reps.csv", "--table", "deals=deals.csv", "--format", "json")
        self.assertEqual((of_json.code, of_json.stdout, of_json.stderr), (of_toml.code, of_toml.stdout, of_toml.stderr))
        self.assertEqual(json.loads(of_json.stdout)["plan"]["digest"], self.digest())

    def test_only_what_the_plan_says_changes_its_digest(self):
        same = [PLAN + "\n# the end\n", PLAN.replace('rate = "10%"', "rate   =   '10%' # of revenue"), PLAN.replace("from = 100", "from = 100.0"),
                PLAN.replace("\n", "\r\n"),
                PLAN.replace('[plan]\nname = "Small team"\ncurrency = "CNY"', '[plan]\ncurrency = "CNY"\nname = "Small\\u0020team"')]
        for text in same:
            self.write("other.toml", text)
            self.assertEqual(self.digest("other.toml"), self.digest())
        other = [PLAN.replace("10%", "11%"), PLAN.replace("from = 100", "from = 100.1"), PLAN.replace("Small team", "Small teams"), PLAN + "[meta]\nby = 1\n",
                 PLAN.replace("revenue * rate", "revenue*rate")]
        for text in other:
            self.write("other.toml", text)
            self.assertNotEqual(self.digest("other.toml"), self.digest())

    def test_a_plan_with_errors_has_no_canonical_form(self):
        self.write("wrong.json", '{"attain": 1, "plan": {"name": "x", "currency": "CNY"},}')
        for option in ("--canonical", "--digest"):
            outcome = self.run_cli("check", "wrong.json", option)
            self.assertEqual((outcome.code, outcome.stdout), (1, b""))
            self.assertIn("wrong.json:1:55: error[A1010]: no comma stands before `}`", outcome.stderr)
        self.assertEqual(self.run_cli("check", "plan.toml", "--canonical", "--digest").code, 2)

    def test_a_message_says_where_in_the_tree(self):
        self.write("plan.json", self.canonical().replace("revenue * rate", "revenue * rat"))
        outcome = self.run_cli("check", "plan.json")
        self.assertIn("\n  = place: /incentives/0/amount, character 11\n", outcome.stderr)

    def test_schema(self):
        outcome = self.run_cli("schema")
        self.assertEqual((outcome.code, outcome.stderr), (0, ""))
        self.assertEqual(json.loads(outcome.stdout)["title"], "Attain plan")


if __name__ == "__main__":
    support.main()
