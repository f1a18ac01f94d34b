#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Holds docs/plan.schema.json against plans: those of the examples and tests fit it, wrong ones do not; and it is what `attain schema` prints.

A few lines here know the part of JSON Schema that the schema uses; where Python's jsonschema is installed, it must say the same.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CLI = os.environ["ATTAIN_CLI"]
SCHEMA = json.loads((ROOT / "docs/plan.schema.json").read_text(encoding="utf-8"))
KNOWN = {"$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "enum",
         "const", "pattern", "anyOf"}
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool}


def is_type(value, name):
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if name == "integer":
        return is_type(value, "number") and value == int(value)
    return isinstance(value, TYPES[name])


def fits(value, schema):
    assert set(schema) <= KNOWN, f"this test does not know {set(schema) - KNOWN}"
    if "$ref" in schema and not fits(value, SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]):
        return False
    types = schema.get("type", [])
    if types and not any(is_type(value, name) for name in ([types] if isinstance(types, str) else types)):
        return False
    if "enum" in schema and value not in schema["enum"] or "const" in schema and (value != schema["const"] or isinstance(value, bool)):
        return False
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        return False
    if "anyOf" in schema and not any(fits(value, choice) for choice in schema["anyOf"]):
        return False
    if isinstance(value, list):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
            return False
        return all(fits(item, schema.get("items", {})) for item in value)
    if isinstance(value, dict):
        if not set(schema.get("required", [])) <= set(value):
            return False
        others = schema.get("additionalProperties", {})
        for key, content in value.items():
            inner = schema.get("properties", {}).get(key, others)
            if inner is False or not fits(content, inner):
                return False
    return True


def second_opinion():
    try:
        import jsonschema
    except ImportError:
        return fits
    validator = getattr(jsonschema, "Draft202012Validator", None)
    if validator is None:
        return fits
    validator.check_schema(SCHEMA)
    return lambda plan, _: validator(SCHEMA).is_valid(plan)


def good_plans():
    for path in [*sorted(ROOT.glob("examples/**/plan.toml")), *sorted(ROOT.glob("tests/*/*/plan.toml"))]:
        done = subprocess.run([CLI, "check", str(path), "--canonical"], capture_output=True, encoding="utf-8", timeout=60, check=False)
        if done.returncode == 0:
            yield str(path.relative_to(ROOT)), json.loads(done.stdout)


def wrong_plans():
    """Changes of a plan after which it must not fit, each with a name."""
    plan = {"attain": 1, "plan": {"name": "Team", "currency": "CNY"}, "tables": {"reps": {"key": "rep", "columns": {"sales": "money"}}},
            "indicators": [{"name": "sales", "actual": "sales", "target": 5, "score": {"method": "linear", "knots": [["0%", 0], [1, 100]]}}]}
    yield "nothing changed", plan, True
    changes = {
        "no version": {"attain": None}, "another version": {"attain": 2}, "no plan": {"plan": None}, "an unknown section": {"incentive": []},
        "an unknown key": {"indicators": [{**plan["indicators"][0], "wieght": 1}]}, "a number as a method": {"grading": {"method": 1}},
        "no currency": {"plan": {"name": "Team"}}, "a text where a list of tables stands": {"indicators": "sales"},
        "a list where a formula stands": {"indicators": [{"name": "sales", "actual": ["sales"]}]},
        "a pair of three": {"indicators": [{"name": "sales", "actual": "sales", "score": {"method": "linear", "knots": [[1, 2, 3]]}}]},
        "an unknown word": {"indicators": [{"name": "sales", "actual": "sales", "score": {"method": "liner"}}]},
        "no date": {"plan": {**plan["plan"], "period": {"from": "October", "to": "2026-10-31"}}},
        "a number as a name": {"plan": {"name": 5, "currency": "CNY"}}, "a number as a type": {"tables": {"reps": {"columns": {"sales": 1}}}},
        "half a place": {"plan": {**plan["plan"], "rounding": {"places": 0.5}}},
    }
    for name, change in changes.items():
        yield name, {key: value for key, value in {**plan, **change}.items() if value is not None}, False


def main():
    failed = passed = 0

    def expect(condition, what):
        nonlocal failed, passed
        passed += condition
        failed += not condition
        if not condition:
            print("FAILED", what)

    printed = subprocess.run([CLI, "schema"], capture_output=True, timeout=60, check=True).stdout
    expect(printed == (ROOT / "docs/plan.schema.json").read_bytes(), "docs/plan.schema.json is not what `attain schema` prints: write it anew")
    opinion = second_opinion()
    good = list(good_plans())
    expect(len(good) > 20, f"only {len(good)} good plans found")
    for name, plan in good:
        expect(fits(plan, SCHEMA), f"{name} does not fit the schema")
        expect(opinion(plan, SCHEMA), f"{name} does not fit the schema, says jsonschema")
    for name, plan, is_good in wrong_plans():
        expect(fits(plan, SCHEMA) == is_good, f"{name}: fits is not {is_good}")
        expect(opinion(plan, SCHEMA) == is_good, f"{name}: fits is not {is_good} for jsonschema")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
