#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Scores and pays a sales organisation for the twelve months of a year, each from what the month before handed over, and sums the year up.
set -euo pipefail

if [ "$#" -ne 2 ]; then
  echo "usage: year.sh <attain> <output dir>" >&2
  exit 2
fi
attain=$1
output=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
data=$here/data
year=2026
days=(31 28 31 30 31 30 31 31 30 31 30 31)

mkdir -p "$output"
"$attain" check "$here/plan.toml"

staff=$data/posts.csv
state=()
doubtful=()
for n in 1 2 3 4 5 6 7 8 9 10 11 12; do
  month=$(printf '%d-%02d' "$year" "$n")
  folder=$output/$month
  rm -rf "$folder"
  mkdir -p "$folder"

  # The population: what the month before set as goals, and who joins, leaves or moves.
  LC_ALL=C awk -f "$here/staff.awk" -v "month=$month" "$data/changes.csv" "$staff" > "$folder/posts.csv"

  # 1 means that some rows have no result because of the data: the file of issues says which and why.
  status=0
  "$attain" score "$here/plan.toml" --period "$month-01..$month-${days[n - 1]}" \
    --table "posts=$folder/posts.csv" --table "deals=$data/deals.csv" --table "credits=$data/credits.csv" --table "rates=$data/rates.csv" \
    ${state[@]+"${state[@]}"} --state-out "$folder/state.csv" --goals "$folder/goals.csv" \
    --output "$folder/results.csv" --output "persons=$folder/persons.csv" --output "credits=$folder/credits.csv" --output "teams=$folder/teams.csv" \
    --output "regions=$folder/regions.csv" --output "totals=$folder/totals.csv" --issues "$folder/issues.csv" || status=$?
  if [ "$status" -gt 1 ] || [ ! -e "$folder/state.csv" ] || [ ! -e "$folder/goals.csv" ]; then
    echo "$month: no results, and so none for the months after it; see $folder/issues.csv" >&2
    exit 1
  fi
  if [ "$status" -eq 1 ]; then
    doubtful+=("$month")
  fi

  staff=$folder/goals.csv
  state=(--state "$folder/state.csv")
done

LC_ALL=C awk -f "$here/summary.awk" "$output/$year"-*/results.csv "$output/$year"-*/regions.csv "$output/$year"-*/persons.csv

if [ "${#doubtful[@]}" -gt 0 ]; then
  printf '\nNot all is known: some have no result for mistakes in the data, and the sums are without them.\nSee issues.csv of %s\n' "${doubtful[*]}"
fi

printf '\nAll of it: %s\n' "$output"
cat <<'MAP'
Each month has a folder there, such as 2026-07:
  results.csv   posts: measures, grade, lines of pay     persons.csv  people
  state.csv     balances handed to the next month        teams.csv    pools
  goals.csv     next month's posts with their quotas     credits.csv  deals
  issues.csv    what the run had to say of the data      regions.csv, totals.csv
MAP
if [ "${#doubtful[@]}" -gt 0 ]; then
  exit 1
fi
