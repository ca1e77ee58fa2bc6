# Mail
mails =
    Two lines
    of text
    .title = A title
last = No line end