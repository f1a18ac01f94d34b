#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Makes a month of data, checks the plan, scores everybody, and shows what a sales manager would look at first.
set -euo pipefail

if [ "$#" -ne 3 ]; then
  echo "usage: demo.sh <attain> <generate_field_sales> <output dir>" >&2
  exit 2
fi
attain=$1
generate=$2
output=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=$output/data
results=$output/results.csv
deals=$output/deals.csv
issues=$output/issues.csv

mkdir -p "$output"
"$generate" --out "$data"
"$attain" check "$here/plan.toml"

# 1 means that some rows have no result because of the data: the file of issues says which and why.
status=0
"$attain" score "$here/plan.toml" --table "reps=$data/reps.csv" --table "deals=$data/deals.csv" --table "visits=$data/visits.csv" \
  --format csv --output "$results" --output "deals=$deals" --issues "$issues" || status=$?
if [ "$status" -gt 1 ]; then
  exit "$status"
fi

LC_ALL=C awk -f "$here/summary.awk" "$results"

cat <<END

All reps, all figures:        $results
The discount of each deal:    $deals
What is wrong with the data:  $issues ($(awk 'END { print NR - 1 }' "$issues") lines)
The data itself:              $data
END
