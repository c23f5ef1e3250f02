//! Whatever is written, there is an answer: a script, or problems with places in it.

use forecourt_cmdlet::{complete, filter, from_arguments, parse};
use proptest::prelude::*;

/// Pieces that scripts are made of, put together without sense.
const PIECES: &[&str] = &[
    "Get-CsOnlineUser",
    "Set-CsTenantFederationConfiguration",
    "-AllowTeamsConsumer",
    ":",
    "$false",
    "$true",
    "$null",
    "$x",
    "$_",
    " ",
    "\n",
    "|",
    ",",
    ";",
    "(",
    ")",
    "{",
    "}",
    "@(",
    "@{",
    "@'",
    "'@",
    "@\"",
    "\"@",
    "'",
    "\"",
    "`",
    "`\n",
    "=",
    "+=",
    "-eq",
    "-and",
    "foreach",
    "if",
    "else",
    "in",
    "1",
    "1.5",
    "a.b",
    "[string]",
    "$($x)",
    "#",
    "<#",
    "#>",
    "&",
    ">",
    "é",
    "’",
    "“",
    "-Filter",
    "Where-Object",
    "%",
    "?",
    "..",
    "::",
    "-",
    "--%",
    "\u{feff}",
    "\t",
    "@x",
    "${",
    "0x1",
    "*",
    "\\",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(source in ".{0,200}") {
        answered(&source)?;
    }

    #[test]
    fn no_mixture_of_pieces_makes_it_panic(pieces in proptest::collection::vec(proptest::sample::select(PIECES), 0..40)) {
        answered(&pieces.concat())?;
    }

    #[test]
    fn no_filter_and_no_line_makes_it_panic(source in "[-a-zA-Z$'\"() {}|=é]{0,80}") {
        let _ = filter::parse(&source);
        let completion = complete(&source);
        prop_assert!(completion.start <= source.len() && source.is_char_boundary(completion.start));
        let words: Vec<String> = source.split(' ').map(str::to_owned).collect();
        answered(&from_arguments(&words))?;
    }
}

fn answered(source: &str) -> Result<(), TestCaseError> {
    if let Err(problems) = parse(source, &["x"]) {
        prop_assert!(!problems.0.is_empty());
        let lines = source.matches('\n').count() + 1;
        for problem in &problems.0 {
            prop_assert!(problem.place.line >= 1 && problem.place.line <= lines && problem.place.column >= 1);
            prop_assert!(!problem.message.is_empty());
        }
    }
    Ok(())
}
