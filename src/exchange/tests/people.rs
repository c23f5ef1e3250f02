//! Lists of people: the sample of 500, and everything that spreadsheets do to such lists.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_exchange::decode;
use forecourt_exchange::people::{PeopleFile, ReadPerson, read_people};
use std::collections::BTreeMap;

fn sample() -> PeopleFile {
    read_people(&decode(include_bytes!("data/online-users.csv")).unwrap()).unwrap()
}

fn person<'a>(file: &'a PeopleFile, name: &str) -> &'a ReadPerson {
    let wanted = format!("{name}@contoso.example.com");
    file.people
        .iter()
        .find(|person| person.user_principal_name == wanted)
        .unwrap()
}

#[test]
fn five_hundred_people_come_out_exactly() {
    let file = sample();
    assert_eq!(
        (file.people.len(), file.problems.len(), file.notes.len()),
        (500, 0, 0),
        "{:?}",
        file.problems
    );
    let mut policies = BTreeMap::new();
    for person in &file.people {
        *policies.entry(person.direct_policy.as_deref()).or_insert(0) += 1;
        assert!(person.id.is_some() && person.has_policy_column && person.mail.is_none());
    }
    let counts = [
        (None, 308),
        (Some("Executive Outreach"), 14),
        (Some("FederationAndPICDefault"), 107),
        (Some("FederationOnly"), 9),
        (Some("NoFederationAndPIC"), 7),
        (Some("NoPersonalChat"), 27),
        (Some("Outbound only"), 28),
    ];
    assert_eq!(policies, BTreeMap::from(counts));
    assert_eq!(
        file.people
            .iter()
            .filter(|person| !person.account_enabled)
            .count(),
        15
    );
    assert_eq!(
        file.people
            .iter()
            .filter(|person| person.department.is_none())
            .count(),
        45
    );
    assert_eq!(
        file.people
            .iter()
            .filter(|person| person.sip_address.is_none())
            .count(),
        2
    );
    let first = &file.people[0];
    assert_eq!((first.line, first.display_name.as_str()), (2, "علی‌رضا پورمند"));
    assert_eq!(
        first.id.unwrap().to_string(),
        "4802ee30-d25d-4142-b8d5-5df02e44b6b7"
    );
    assert_eq!(
        first.sip_address.as_deref(),
        Some("sip:alireza.pourmand@contoso.example.com")
    );
}

#[test]
fn direct_assignments_agree_with_what_is_expected_of_everybody() {
    let expected = decode(include_bytes!("data/effective-expected.csv")).unwrap();
    let file = sample();
    let mut direct = 0;
    for record in csv::Reader::from_reader(expected.as_bytes())
        .records()
        .map(Result::unwrap)
    {
        let read = file
            .people
            .iter()
            .find(|person| person.user_principal_name == record[0])
            .unwrap();
        let wanted = (&record[2] == "Direct").then(|| record[1].to_owned());
        assert_eq!(read.direct_policy, wanted, "{}", &record[0]);
        direct += usize::from(wanted.is_some());
    }
    assert_eq!(direct, 192);
}

#[test]
fn odd_values_are_data() {
    let file = sample();
    assert_eq!(person(&file, "svc.import1").display_name, "=cmd|' /C calc'!A0");
    assert!(
        person(&file, "svc.import2")
            .display_name
            .starts_with("=HYPERLINK(\"https://")
    );
    assert_eq!(person(&file, "tab.leading").display_name, "\t=1+1");
    assert_eq!(person(&file, "narae.namgung").display_name, "  Namgung Narae ");
    assert_eq!(
        person(&file, "maximiliana.hohenfels")
            .display_name
            .chars()
            .count(),
        256
    );
    assert_eq!(person(&file, "li").display_name, "李");
    assert_eq!(person(&file, "svc.kiosk").display_name, "CONTOSO\\svc_kiosk");
    assert_eq!(
        person(&file, "gale_fabrikam.example.net#EXT#").display_name,
        "Gale Fabrikam"
    );
    assert_eq!(
        person(&file, "night.desk").department.as_deref(),
        Some("Support\nNight shift")
    );
}

#[test]
fn lines_are_counted_across_line_breaks_in_values() {
    let text = decode(include_bytes!("data/online-users.csv")).unwrap();
    let file = sample();
    for person in &file.people {
        let line = text
            .lines()
            .nth(usize::try_from(person.line).unwrap() - 1)
            .unwrap();
        assert!(
            line.starts_with(&format!("\"{}\"", person.user_principal_name)),
            "{}: {line}",
            person.line
        );
    }
    assert_eq!(file.people.last().unwrap().line, 502);
}

#[test]
fn separators_order_case_and_unknown_columns_do_not_matter() {
    let rows = [
        ["Floor", "department", "USERPRINCIPALNAME", "display name"],
        ["3", "R&D", "a@x.example", "Ann"],
    ];
    let ends = [",", ";", "\t"];
    let read = ends.map(|end| read_people(&rows.map(|row| row.join(end)).join("\r\n")).unwrap());
    for file in &read {
        assert_eq!(file, &read[0]);
        let ann = &file.people[0];
        assert_eq!(
            (ann.user_principal_name.as_str(), ann.display_name.as_str()),
            ("a@x.example", "Ann")
        );
        assert!(!ann.has_policy_column && ann.account_enabled && ann.direct_policy.is_none());
        assert_eq!(file.notes, ["Columns that are not read: Floor."]);
    }
}

#[test]
fn what_programs_write_before_the_header_is_skipped_and_counted() {
    for preamble in ["#TYPE Selected.Microsoft\r\n", "sep=;\r\n", "\r\n"] {
        let file = read_people(&format!(
            "{preamble}UserPrincipalName;Department\r\na@x.example;\r\n"
        ))
        .unwrap();
        assert_eq!(file.people[0].line, 3, "{preamble}");
    }
}

#[test]
fn duplicates_are_left_out_and_both_lines_named() {
    let id = "4802ee30-d25d-4142-b8d5-5df02e44b6b7";
    let file = read_people(&format!(
        "UserPrincipalName,Identity\na@x.example,{id}\nA@X.example,\nb@x.example,{}\n",
        id.to_uppercase()
    ))
    .unwrap();
    assert_eq!(file.people.len(), 1);
    let found: Vec<_> = file
        .problems
        .iter()
        .map(|problem| (problem.line, problem.code))
        .collect();
    assert_eq!(found, [(3, "duplicate-user-principal-name"), (4, "duplicate-id")]);
    assert!(
        file.problems[0]
            .message
            .starts_with("Lines 2 and 3 have the same"),
        "{}",
        file.problems[0].message
    );
    assert!(
        file.problems[1]
            .message
            .starts_with("Lines 2 and 4 have the same")
    );
}

#[test]
fn phone_numbers_are_read_with_their_country_code() {
    for (cell, numbers) in [
        ("", &[][..]),
        ("+47 22 33 44 55", &["+4722334455"][..]),
        ("tel:+4722334455;isub=12;phone-context=+47", &["+4722334455"][..]),
        ("tel:+4722334455;EXT=12", &[][..]),
        ("+4722334455;isub=1;ext=12, +14255550100", &["+14255550100"][..]),
        (
            "+1 (425) 555-0100, +4722334455; +47 223 34 455",
            &["+14255550100", "+4722334455"][..],
        ),
    ] {
        for header in ["PhoneNumber", "phone numbers", "LineURI"] {
            let file = read_people(&format!("UserPrincipalName,{header}\na@x.example,\"{cell}\"\n")).unwrap();
            assert_eq!(file.people[0].phone_numbers, numbers, "{header}: {cell}");
        }
    }
    let many: Vec<_> = (0..21).map(|number| format!("+47223344{number:02}")).collect();
    let many = many.join(",");
    for (cell, code, words) in [
        ("22334455", "phone-number-wrong", "“22334455” on line 3"),
        (
            "+4722334455, +0123456",
            "phone-number-wrong",
            "Write one like +4722334455",
        ),
        ("+47 22 33 44 55, call me", "phone-number-wrong", "“call me”"),
        ("=4722334455", "phone-number-wrong", "“=4722334455”"),
        (many.as_str(), "too-many-phone-numbers", "more than 20"),
        (
            "+4711112222",
            "duplicate-phone-number",
            "Lines 2 and 3 have the same phone number, +4711112222",
        ),
    ] {
        let text =
            format!("UserPrincipalName,PhoneNumber\na@x.example,+4711112222\nb@x.example,\"{cell}\"\n");
        let file = read_people(&text).unwrap();
        assert_eq!(
            (file.people.len(), file.problems.len()),
            (1, 1),
            "{cell}: {file:?}"
        );
        let problem = &file.problems[0];
        assert_eq!(
            (problem.line, problem.code, problem.column),
            (3, code, Some("PhoneNumber"))
        );
        assert!(problem.message.contains(words), "{}", problem.message);
    }
}

#[test]
fn a_line_that_several_people_share_is_nobodys_and_keeps_nobody_out() {
    let text = "UserPrincipalName,LineUri\n\
        a@x.example,tel:+14255550100;ext=1001\nb@x.example,tel:+14255550100;ext=1002\n\
        c@x.example,tel:+14255550101\nd@x.example,tel:+14255550102\ne@x.example,tel:+14255550101\n\
        f@x.example,tel:1234\ng@x.example,=14255550103\n";
    let file = read_people(text).unwrap();
    let people: Vec<_> = file
        .people
        .iter()
        .map(|person| (&person.user_principal_name[..1], person.phone_numbers.join(" ")))
        .collect();
    let has = |name: &'static str, number: &str| (name, number.to_owned());
    assert_eq!(
        people,
        [
            has("a", ""),
            has("b", ""),
            has("c", ""),
            has("d", "+14255550102"),
            has("e", ""),
            has("f", ""),
            has("g", ""),
        ]
    );
    let problems: Vec<_> = file
        .problems
        .iter()
        .map(|problem| (problem.line, problem.code, problem.leaves_row_out()))
        .collect();
    assert_eq!(
        problems,
        [
            (6, "duplicate-phone-number", false),
            (7, "phone-number-wrong", false),
            (8, "phone-number-wrong", false),
        ]
    );
    assert_eq!(
        file.problems[0].message,
        "Lines 4 and 6 have the same phone number, +14255550101. Nobody was given it."
    );
    assert_eq!(
        file.notes,
        [
            "Line 2 and 1 more have a phone number with an extension (;ext=). Others share it, so nobody was given it."
        ]
    );
}

#[test]
fn phone_numbers_come_before_lines() {
    let text = "UserPrincipalName,LineUri,PhoneNumber\na@x.example,tel:1234,+4722334455\nb@x.example,tel:+4711112222,\n";
    let file = read_people(text).unwrap();
    let numbers: Vec<_> = file
        .people
        .iter()
        .map(|person| person.phone_numbers.len())
        .collect();
    assert_eq!((numbers, file.problems.len()), (vec![1, 0], 0));
    assert_eq!(
        file.notes,
        ["LineUri was not read, because the file has a column PhoneNumber."]
    );
}

#[test]
fn a_bad_row_is_a_problem_and_the_others_are_read() {
    let header = "UserPrincipalName,DisplayName,Identity,AccountEnabled,ExternalAccessPolicy";
    for (row, code) in [
        (",Ann,,True,", "user-principal-name-missing"),
        ("ann,Ann,,True,", "user-principal-name-wrong"),
        ("a b@x.example,Ann,,True,", "user-principal-name-wrong"),
        ("a@x.example,Ann,12,True,", "id-wrong"),
        ("a@x.example,Ann,,maybe,", "account-enabled-wrong"),
        (
            "a@x.example,Ann,,True,Microsoft.Rtc.Management.UserPolicyDefinition",
            "policy-is-type-name",
        ),
        ("a@x.example,Ann,,True", "wrong-number-of-cells"),
        ("a@x.example,Ann,Lee,,True,", "id-wrong wrong-number-of-cells"),
        ("a@x.example,\"Ann,,True,", "open-quote"),
    ] {
        let file = read_people(&format!("{header}\nz@x.example,Zoe,,yes,global\n{row}\n")).unwrap();
        assert_eq!(
            (file.people.len(), file.problems.len()),
            (1, 1),
            "{row}: {file:?}"
        );
        assert!(code.contains(file.problems[0].code), "{row}: {:?}", file.problems);
        assert_eq!(file.problems[0].line, 3);
        assert_eq!(file.people[0].direct_policy, None, "Global is no assignment");
    }
}

#[test]
fn a_file_that_is_no_list_of_people_is_refused() {
    let sample = |bytes: &[u8]| decode(bytes).unwrap();
    for (text, code, words) in [
        (String::new(), "empty", "empty"),
        ("\u{feff} \r\n".to_owned(), "empty", "empty"),
        (
            "Name,Mail\na,b\n".to_owned(),
            "wrong-header",
            "The header is “Name, Mail”",
        ),
        (
            "UPN,UserPrincipalName\na,b\n".to_owned(),
            "column-twice",
            "UserPrincipalName",
        ),
        (
            "UserPrincipalName\na\0@x.example".to_owned(),
            "not-text",
            "Line 2",
        ),
        (
            sample(include_bytes!("data/groups.csv")),
            "wrong-header",
            "a list of groups",
        ),
        (
            sample(include_bytes!("data/group-policy-assignments.txt")),
            "wrong-header",
            "policy assignments",
        ),
        (
            sample(include_bytes!("data/mc296208.json")),
            "wrong-object",
            "a message",
        ),
        (
            sample(include_bytes!("data/external-access-policies.json")),
            "wrong-object",
            "external access policies",
        ),
        (
            sample(include_bytes!("data/external-access-policies.txt")),
            "wrong-header",
            "UserPrincipalName",
        ),
        ("<html>".to_owned(), "wrong-object", "not a list of people"),
    ] {
        let error = read_people(&text).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    let header_only = read_people("UserPrincipalName,DisplayName\r\n").unwrap();
    assert!(header_only.people.is_empty() && header_only.problems.is_empty());
    assert_eq!(header_only.notes, ["The file has a header and no people."]);
}

#[test]
fn the_list_of_a_script_is_read_too() {
    let file = read_people(&decode(include_bytes!("data/opt-out-people.csv")).unwrap()).unwrap();
    assert_eq!((file.people.len(), file.problems.len()), (23, 2));
    assert_eq!(file.notes, ["Columns that are not read: Note."]);
}
