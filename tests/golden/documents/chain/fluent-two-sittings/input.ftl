# Greeting
hello = Hello, { $name }!
    .title = A greeting
mails = { $n ->
    [one] One letter
   *[other] { $n } letters
} wait.
