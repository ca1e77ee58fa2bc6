a = One { $x } two
b =
    First line
    second line
      further right
    last line
c = { $n ->
    [one] One file
   *[other] { $n } files
  }
d =
{ $x } at the margin
    .title = A title
e = Kept
