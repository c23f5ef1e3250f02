//! Lists of people for bulk work: pasted, saved from a spreadsheet, or exported.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_exchange::decode;
use forecourt_exchange::people_list::{
    IdentifierKind, ListedIdentifier, MAXIMUM_LENGTH, PeopleList, PeopleListFile, read_people_list,
};
use std::io::{Cursor, Read};

const ID: &str = "4802ee30-d25d-4142-b8d5-5df02e44b6b7";

fn read(text: &str) -> PeopleListFile {
    read_people_list(text.as_bytes()).unwrap()
}

fn texts(file: &PeopleListFile) -> Vec<(u64, &str)> {
    file.identifiers
        .iter()
        .map(|listed| (listed.line, listed.text.as_str()))
        .collect()
}

fn codes(file: &PeopleListFile) -> Vec<(u64, &'static str)> {
    file.problems
        .iter()
        .map(|problem| (problem.line, problem.code))
        .collect()
}

#[test]
fn the_list_of_a_script_comes_out_as_it_is() {
    let file = read_people_list(include_bytes!("data/opt-out-people.csv")).unwrap();
    assert_eq!((file.identifiers.len(), file.problems.len()), (25, 0));
    assert_eq!(file.notes, ["Columns that are not read: Note."]);
    assert!(!file.has_policy_column);
    let lines: Vec<_> = file.identifiers.iter().map(|listed| listed.line).collect();
    assert_eq!(lines, (2..=26).collect::<Vec<_>>());
    assert_eq!(
        file.identifiers[24],
        ListedIdentifier {
            line: 26,
            text: "ARUL.PANDIAN@CONTOSO.EXAMPLE.COM".to_owned(),
            kind: IdentifierKind::Address,
            policy: None,
        }
    );
}

#[test]
fn an_export_of_everybody_is_a_list_of_ids_with_policies() {
    let file = read_people_list(include_bytes!("data/online-users.csv")).unwrap();
    assert_eq!((file.identifiers.len(), file.problems.len()), (500, 0));
    assert!(file.has_policy_column);
    let of = |name: &str| {
        let has = |listed: &&ListedIdentifier| listed.policy.as_deref() == Some(name);
        file.identifiers.iter().filter(has).count()
    };
    assert_eq!(of("FederationAndPICDefault"), 107);
    assert_eq!(of("Outbound only"), 28);
    let without = file.identifiers.iter().filter(|listed| listed.policy.is_none());
    assert_eq!(without.count(), 308);
    let first = &file.identifiers[0];
    assert_eq!(
        (first.text.as_str(), first.kind),
        (ID, IdentifierKind::Id(ID.parse().unwrap()))
    );
    assert_eq!(file.identifiers[499].line, 502);
}

#[test]
fn pasted_text_may_have_any_separators_and_quotes() {
    let text = format!(
        "ann@x.example, bob@x.example;\r\n\r\n\"cid@x.example\"\t{{{ID}}}\r\n  SIP:dee@x.example\u{a0}\u{200b}\r\nEve Roe <eve@x.example>; \"Fox, Kim\" <kim@x.example>\n'"
    );
    let file = read(&text);
    assert_eq!(
        texts(&file),
        [
            (1, "ann@x.example"),
            (1, "bob@x.example"),
            (3, "cid@x.example"),
            (3, &format!("{{{ID}}}")),
            (4, "SIP:dee@x.example"),
            (5, "eve@x.example"),
            (5, "kim@x.example"),
        ]
    );
    assert_eq!(file.identifiers[3].kind, IdentifierKind::Id(ID.parse().unwrap()));
    let others = file
        .identifiers
        .iter()
        .filter(|listed| listed.kind == IdentifierKind::Address);
    assert_eq!(others.count(), 6);
    assert_eq!(codes(&file), [(6, "identifier-wrong")]);
    assert_eq!(
        file.problems[0].message,
        "“'” on line 6 is neither an object id nor an address. Write one like name@contoso.com."
    );
}

#[test]
fn one_column_needs_no_header_but_may_have_any_known_one() {
    for header in [
        "UserPrincipalName",
        "identity",
        "\"Object Id\"",
        "ID",
        "SipAddress",
        "mail",
        "User",
        "#TYPE x\nUser",
        ",Email,",
    ] {
        for end in ["\n", "\r\n"] {
            let lines = header.lines().count() as u64;
            let file = read(&format!("{header}\na@x.example; b@x.example\n{ID}").replace('\n', end));
            let wanted = [
                (lines + 1, "a@x.example"),
                (lines + 1, "b@x.example"),
                (lines + 2, ID),
            ];
            assert_eq!(
                (texts(&file), codes(&file)),
                (wanted.to_vec(), Vec::new()),
                "{header:?}"
            );
        }
    }
    assert_eq!(texts(&read("a@x.example\rb@x.example\r")).len(), 2);
    assert_eq!(texts(&read("User\ra@x.example\rb@x.example\r")).len(), 2);
    assert_eq!(texts(&read(ID)), [(1, ID)]);
    assert_eq!(read("Mail\n").notes, ["The file has a header and no people."]);
}

#[test]
fn of_several_columns_the_safest_that_is_filled_counts() {
    let file = read(&format!(
        "mail;USER PRINCIPAL NAME;Department;Id;policyname\r\n\
         m@x.example;u@x.example;R&D;{ID};Executive Outreach\r\n\
         m@x.example;u@x.example;\"two\r\nlines\";;\" Tag:NoPersonalChat \"\r\n\
         m@x.example;;;12;Global\r\n\
         ;;R&D;;Global\r\n\
         ann;bob;R&D;;\r\n\
         m@x.example;u@x.example\r\n"
    ));
    assert_eq!(texts(&file), [(2, ID), (3, "u@x.example"), (5, "m@x.example")]);
    let policies: Vec<_> = file
        .identifiers
        .iter()
        .map(|listed| listed.policy.as_deref())
        .collect();
    assert_eq!(
        policies,
        [
            Some("Executive Outreach"),
            Some("Tag:NoPersonalChat"),
            Some("Global")
        ]
    );
    assert_eq!(
        codes(&file),
        [
            (6, "identifier-missing"),
            (7, "identifier-wrong"),
            (8, "wrong-number-of-cells")
        ]
    );
    assert_eq!(
        file.problems[0].message,
        "Line 6 has no Identity and no UserPrincipalName and no Mail. Add it or remove the row."
    );
    assert!(file.problems[1].message.starts_with("“bob” on line 7"));
    assert!(file.has_policy_column);
    assert_eq!(file.notes, ["Columns that are not read: Department."]);
}

#[test]
fn what_is_no_identifier_is_a_problem_and_the_rest_is_read() {
    for (piece, code) in [
        ("ann", "identifier-wrong"),
        ("@", "identifier-wrong"),
        ("ann@", "identifier-wrong"),
        ("sip:@x.example", "identifier-wrong"),
        ("ann lee@x.example", "identifier-wrong"),
        ("ann@x.example bob@x.example", "identifier-wrong"),
        ("4802ee30-d25d-4142-b8d5-5df02e44b6b", "identifier-wrong"),
        ("\"a@x.example;b@x.example", "identifier-wrong"),
        ("<ann@x.example", "identifier-wrong"),
        (&format!("{}@x.example", "a".repeat(1_015)), "identifier-too-long"),
        (
            &format!("{}@x.example", "営".repeat(200_000)),
            "identifier-too-long",
        ),
        (&format!("\"{}", ",".repeat(200_000)), "identifier-too-long"),
    ] {
        for header in ["", "User\n"] {
            let file = read(&format!("{header}z@x.example\n{piece}\ny@x.example\n"));
            let first = if header.is_empty() { 1 } else { 2 };
            assert_eq!(
                texts(&file),
                [(first, "z@x.example"), (first + 2, "y@x.example")],
                "{code}"
            );
            assert_eq!(codes(&file), [(first + 1, code)]);
            assert!(file.problems[0].message.chars().count() < 300);
        }
    }
    let longest = format!("{}@x.example", "é".repeat(1_014));
    assert_eq!(texts(&read(&longest)), [(1, longest.as_str())]);
    let blanks = format!("a@x.example\n{}\nb@x.example", " ".repeat(100_000));
    assert_eq!(
        (texts(&read(&blanks)).len(), codes(&read(&blanks))),
        (2, Vec::new())
    );
}

#[test]
fn every_encoding_gives_the_same_list_however_long() {
    for with_header in [false, true] {
        let mut text = String::from(if with_header { "User,PolicyName\r\n" } else { "" });
        for number in 0..5_000 {
            let policy = if with_header { ",Größe" } else { "" };
            text.push_str(&format!("é営{number}@x.example{policy}\r\n"));
        }
        let utf_16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<_>>();
        let wanted = read(&text);
        assert_eq!((wanted.identifiers.len(), wanted.problems.len()), (5_000, 0));
        for (number, listed) in wanted.identifiers.iter().enumerate() {
            assert_eq!(listed.text, format!("é営{number}@x.example"));
            assert_eq!(listed.line, number as u64 + if with_header { 2 } else { 1 });
            assert_eq!(listed.policy.as_deref(), with_header.then_some("Größe"));
        }
        for bytes in [
            [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            [vec![0xFF, 0xFE], utf_16(u16::to_le_bytes)].concat(),
            [vec![0xFE, 0xFF], utf_16(u16::to_be_bytes)].concat(),
        ] {
            assert_eq!(read_people_list(&bytes).unwrap(), wanted);
        }
    }
}

#[test]
fn a_million_are_read_and_one_more_is_refused() {
    let rows = usize::try_from(MAXIMUM_LENGTH).unwrap() + 1;
    let text = format!("User\n{}", "a@b\n".repeat(rows));
    let mut read = 0;
    let mut entries = PeopleList::new(text.as_bytes()).unwrap();
    let error = loop {
        match entries.next().unwrap() {
            Ok(entry) => read += u64::from(entry.is_ok()),
            Err(error) => break error,
        }
    };
    assert_eq!((read, error.code), (1_000_000, "too-many-people"));
    assert!(
        error
            .message
            .starts_with("The list has more than 1,000,000 people"),
        "{error}"
    );
    assert!(entries.next().is_none());
}

#[test]
fn a_list_is_read_no_further_than_it_is_asked_for() {
    for (header, row) in [("", "a@x.example;\n"), ("User,Mail\n", "a@x.example,\n")] {
        let text = format!("{header}{}", row.repeat(100_000));
        let mut read = 0;
        let taken: Vec<_> = PeopleList::new(Counted(Cursor::new(text), &mut read))
            .unwrap()
            .take(100)
            .collect();
        assert!(taken.len() == 100 && taken.iter().all(|entry| matches!(entry, Ok(Ok(_)))));
        assert!(read < 256 * 1024, "{read} bytes were read");
    }
}

struct Counted<'a, R>(R, &'a mut usize);

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(buffer)?;
        *self.1 += read;
        Ok(read)
    }
}

#[test]
fn what_breaks_late_ends_the_list_with_the_sentence_for_whole_files() {
    for header in ["", "User,Mail\n"] {
        let row = if header.is_empty() {
            "a@x.example\n"
        } else {
            "a@x.example,\n"
        };
        let long = ["x".repeat(100_000).as_bytes(), b"\xE9"].concat();
        for bad in [b"\xE9lodie".as_slice(), b"a\0b", b"\xC3", &long] {
            let bytes = [header.as_bytes(), row.repeat(100_000).as_bytes(), bad].concat();
            let mut entries = PeopleList::new(bytes.as_slice()).unwrap();
            let error = entries.find_map(Result::err).unwrap();
            assert_eq!(error, decode(&bytes).unwrap_err());
            assert!(entries.next().is_none());
        }
    }
}

#[test]
fn a_file_that_is_no_list_of_people_is_refused() {
    for (bytes, code, words) in [
        (b"".as_slice(), "empty", "The file is empty"),
        (b"\xEF\xBB\xBF \r\n\r\n", "empty", "The file is empty"),
        (b"PK\x03\x04", "not-text", "workbook"),
        (b"\xFF\xFEa", "broken-utf-16", "UTF-16"),
        (b"Name,Floor\nAnn,3\n", "wrong-header", "“Name, Floor”"),
        (b"PolicyName,Floor\nX,3\n", "wrong-header", "“PolicyName, Floor”"),
        (b"Mail,Email\na@b,c@d\n", "column-twice", "Mail"),
        (
            include_bytes!("data/groups.csv"),
            "wrong-object",
            "a list of groups, not a list of people.",
        ),
        (
            include_bytes!("data/group-members.csv"),
            "wrong-object",
            "a list of group members",
        ),
        (
            include_bytes!("data/group-policy-assignments.txt"),
            "wrong-object",
            "policy assignments",
        ),
        (
            include_bytes!("data/external-access-policies.json"),
            "wrong-object",
            "external access policies",
        ),
        (
            include_bytes!("data/opt-out.ps1"),
            "wrong-object",
            "a PowerShell script",
        ),
        (b"<!DOCTYPE html><p>a</p>", "wrong-object", "a web page"),
    ] {
        let error = read_people_list(bytes).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_a_line_or_is_named() {
    let file = read("User\n\"a@x.example\nb@x.example,c@x.example\n");
    assert_eq!((texts(&file).len(), codes(&file)), (3, Vec::new()));
    let file = read("User,Note\na@x.example,\nb@x.example,\"open\nc@x.example,\n");
    assert_eq!(texts(&file), [(2, "a@x.example")]);
    assert_eq!(codes(&file), [(3, "open-quote")]);
}
