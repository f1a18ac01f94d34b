# SPDX-License-Identifier: Apache-2.0
# Prints the page a sales manager reads first from the results of the field-sales example: the best, each grade, each team, the total.

# Splits a line of CSV into `cells`.
function split_csv(line, cells,    n, at, c, quoted, cell) {
  n = 0; cell = ""; quoted = 0
  for (at = 1; at <= length(line); ++at) {
    c = substr(line, at, 1)
    if (quoted) {
      if (c != "\"") cell = cell c
      else if (substr(line, at + 1, 1) == "\"") { cell = cell c; ++at }
      else quoted = 0
    }
    else if (c == "\"") quoted = 1
    else if (c == ",") { cells[++n] = cell; cell = "" }
    else cell = cell c
  }
  cells[++n] = cell
  return n
}

# 1234567 as 1,234,567.
function grouped(x,    text, sign) {
  text = sprintf("%.0f", x); sign = ""
  if (substr(text, 1, 1) == "-") { sign = "-"; text = substr(text, 2) }
  x = ""
  while (length(text) > 3) { x = "," substr(text, length(text) - 2) x; text = substr(text, 1, length(text) - 3) }
  return sign text x
}

function value(name) { return cells[column[name]] }
function percent(x) { return x == "" ? "" : sprintf("%.0f %%", 100 * x) }
function rule(width,    line) { line = ""; while (length(line) < width) line = line "-"; print line }

{ sub(/\r$/, "") }

NR == 1 {
  count = split_csv($0, cells)
  for (i = 1; i <= count; ++i) column[cells[i]] = i
  next
}

{
  split_csv($0, cells)
  grade = value("grade"); team = value("team")
  if (value("payout") == "") { if (++left_out <= 12) who = who " " value("rep"); next }
  ++reps; pay = value("payout"); sold = value("sales.actual")
  total += pay; revenue += sold; commission += value("commission"); bonus += value("bonus"); award += value("new_customer_award")
  ++grade_reps[grade]; grade_pay[grade] += pay; grade_sold[grade] += sold; grade_score[grade] += value("score")
  ++team_reps[team]; team_pay[team] += pay; team_sold[team] += sold; team_quota[team] += value("sales.target")
  if (!(team in team_order)) { team_order[team] = ++teams; team_name[teams] = team }
  next_rate = value("to_next_rate")
  key[reps] = pay + 0
  line[reps] = sprintf("%-7s %9s %6s %6s %7.1f  %-5s %9s %9s  %s", value("rep"), grouped(sold), percent(value("sales.attainment")),
                       percent(value("effective_visits.attainment")), value("score"), grade, grouped(pay), next_rate == "" ? "top rate" : grouped(next_rate), value("person"))
}

END {
  print ""
  print "The ten best paid"
  print "rep         sales  quota visits   score  grade    payout   to next  name"
  rule(84)
  for (place = 1; place <= 10 && place <= reps; ++place) {
    best = 0
    for (i = 1; i <= reps; ++i) if (!(i in shown) && (best == 0 || key[i] > key[best])) best = i
    shown[best] = 1
    print line[best]
  }

  print ""
  print "By grade"
  print "grade         reps   average score   average sales   average payout   share of all payout"
  rule(84)
  for (i = 1; i <= 4; ++i) {
    grade = substr("ABCD", i, 1); n = grade_reps[grade]
    if (n > 0) printf "%-10s %7d %15.1f %15s %16s %21s\n", grade, n, grade_score[grade] / n, grouped(grade_sold[grade] / n), grouped(grade_pay[grade] / n), percent(grade_pay[grade] / total)
  }

  print ""
  print "By team"
  print "reps           sales   of the quota          payout   pay per 100 sold   team"
  rule(84)
  for (i = 1; i <= teams; ++i) {
    team = team_name[i]
    printf "%4d %15s %14s %15s %18.1f   %s\n", team_reps[team], grouped(team_sold[team]), percent(team_sold[team] / team_quota[team]), grouped(team_pay[team]), 100 * team_pay[team] / team_sold[team], team
  }

  print ""
  printf "%d reps are paid %s CNY: commission %s, bonus %s, new customers %s.\n", reps, grouped(total), grouped(commission), grouped(bonus), grouped(award)
  printf "They sold %s CNY; of 100 CNY sold %.1f go to them.\n", grouped(revenue), 100 * total / revenue
  if (left_out > 0) {
    printf "%d reps have no result yet, because something in their data is wrong or missing:\n ", left_out
    print who (left_out > 12 ? " …" : "")
  }
}
