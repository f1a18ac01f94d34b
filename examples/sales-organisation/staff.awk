# SPDX-License-Identifier: Apache-2.0
# The staff of a month: the posts of the month before with the changes of this one, without those that have ended.
# awk -f staff.awk -v month=2026-03 changes.csv posts.csv   (no cell of these files is in quotes)
BEGIN { FS = OFS = "," }
{ sub(/\r$/, "") }

NR == FNR {
  if ($1 != month) next
  post = $2
  if (!(post in change)) order[++changes] = post
  change[post] = substr($0, length($1) + 2)
  next
}

FNR == 1 {
  for (i = 1; i <= NF; ++i) if ($i == "ended") ended = i
  columns = NF
  print
  next
}

# A change fills the cells that it has and leaves the others.
$1 in change {
  split(change[$1], cells, ",")
  for (i = 2; i <= columns; ++i) if (cells[i] != "") $i = cells[i]
  delete change[$1]
}
$ended == "" || $ended >= month "-01" { print }

END { for (n = 1; n <= changes; ++n) if (order[n] in change) print change[order[n]] }
