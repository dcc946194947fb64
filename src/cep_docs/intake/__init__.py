"""What comes from outside, looked at before anything of it is kept.

`taking_in` reads a piece of somebody's file within its limits and has it recognised (`kinds`),
inspected and cleaned in a process apart (`pdf`, `images`, `texts`); `previews` draws its pages;
`tables` reads directories sent as CSV, ODS or XLSX.
"""
