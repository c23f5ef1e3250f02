//! Lists of groups: the sample of ten, and rows that cannot be taken.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_exchange::decode;
use forecourt_exchange::groups::{GroupsFile, read_groups};

fn sample(bytes: &[u8]) -> String {
    decode(bytes).unwrap()
}

fn codes(file: &GroupsFile) -> Vec<(u64, &'static str)> {
    file.problems
        .iter()
        .map(|problem| (problem.line, problem.code))
        .collect()
}

#[test]
fn ten_groups_come_out_exactly() {
    let file = read_groups(&sample(include_bytes!("data/groups.csv"))).unwrap();
    assert_eq!(
        (file.groups.len(), file.problems.len(), file.notes.len()),
        (10, 0, 0)
    );
    let names: Vec<_> = file
        .groups
        .iter()
        .map(|group| (group.display_name.as_str(), group.member_count.unwrap()))
        .collect();
    assert_eq!(
        names,
        [
            ("Sales", 126),
            ("Field Staff", 67),
            ("Executives", 18),
            ("Contractors", 30),
            ("Projekt Zürich, Phase 2", 29),
            ("All Employees", 136),
            ("Legal – no outside chat", 49),
            ("営業部", 39),
            ("Empty group", 0),
            ("Regional \"North\" team", 13),
        ]
    );
    let first = &file.groups[0];
    assert_eq!(first.line, 2);
    assert_eq!(
        first.id.unwrap().to_string(),
        "c49ecc3a-4277-44c3-bb26-18386d773445"
    );
    assert_eq!(first.group_type.as_deref(), Some("Microsoft365"));
    assert_eq!(first.mail.as_deref(), Some("sales@contoso.example.com"));
    let without_mail = file.groups.iter().filter(|group| group.mail.is_none()).count();
    assert_eq!(without_mail, 4);
}

#[test]
fn a_bad_row_is_a_problem_and_the_others_are_read() {
    let id = "c49ecc3a-4277-44c3-bb26-18386d773445";
    for (row, code) in [
        ("12,Sales,,,", "group-id-wrong"),
        (",  ,Security,,", "group-name-missing"),
        ("c49ecc3a-4277-44c3-bb26-18386d773445,,,,", "group-name-missing"),
        (
            "{C49ECC3A-4277-44C3-BB26-18386D773445},Other,,,",
            "duplicate-group-id",
        ),
        (",Night desk,,", "wrong-number-of-cells"),
        (",\"Night desk,,,", "open-quote"),
        (",  made BY hand ,,,", "duplicate-group-name"),
    ] {
        let text = format!(
            "GroupId,DisplayName,GroupType,Mail,MemberCount\n{id},Sales,,,\n,Made by hand,,,7\n{row}\n"
        );
        let file = read_groups(&text).unwrap();
        let problems = codes(&file);
        assert_eq!((file.groups.len(), problems), (2, vec![(4, code)]), "{row}");
        assert!(file.problems[0].message.contains("ine 4") || file.problems[0].message.contains("and 4"));
    }
}

#[test]
fn more_repetitions_name_the_first_line() {
    let id = "c49ecc3a-4277-44c3-bb26-18386d773445";
    let file = read_groups(&format!("Id;Name\n{id};A\n{id};B\n{id};C\n")).unwrap();
    assert_eq!(
        codes(&file),
        [(3, "duplicate-group-id"), (4, "duplicate-group-id")]
    );
    assert!(
        file.problems[1]
            .message
            .starts_with("Lines 2 and 4 have the same group id")
    );
}

#[test]
fn only_a_name_is_required_and_the_rest_may_be_missing() {
    let file = read_groups("sep=;\r\nDisplay name;Owner\r\nSales;Ann\r\n\r\n Sales 2 ;Bob\r\n").unwrap();
    let read: Vec<_> = file
        .groups
        .iter()
        .map(|group| {
            (
                group.line,
                group.display_name.as_str(),
                group.id,
                group.member_count,
            )
        })
        .collect();
    assert_eq!(read, [(3, "Sales", None, None), (5, " Sales 2 ", None, None)]);
    assert_eq!(file.notes, ["Columns that are not read: Owner."]);
}

#[test]
fn same_names_are_fine_with_different_ids() {
    let file = read_groups(
        "GroupId,DisplayName\nc49ecc3a-4277-44c3-bb26-18386d773445,Sales\n1554bfa3-81db-4fbc-bc3c-56de30853f41,Sales\n,Sales\n",
    )
    .unwrap();
    assert_eq!((file.groups.len(), file.problems.len()), (3, 0));
}

#[test]
fn a_count_that_is_no_number_costs_the_count_only() {
    let file = read_groups("DisplayName,MemberCount\nA,many\nB,-1\nC,12\nD,\n").unwrap();
    let counts: Vec<_> = file.groups.iter().map(|group| group.member_count).collect();
    assert_eq!(counts, [None, None, Some(12), None]);
    assert_eq!(
        file.notes,
        ["MemberCount on line 2 and 1 more is not a number and was not read."]
    );
}

#[test]
fn a_file_that_is_no_list_of_groups_is_refused() {
    for (text, code, words) in [
        (String::new(), "empty", "Export the groups again"),
        ("\r\n \r\n".to_owned(), "empty", "Export the groups again"),
        (
            sample(include_bytes!("data/group-members.csv")),
            "wrong-header",
            "It looks like a list of group members.",
        ),
        (
            sample(include_bytes!("data/opt-out-people.csv")),
            "wrong-header",
            "It looks like a list of people.",
        ),
        (
            sample(include_bytes!("data/mc296208.json")),
            "wrong-object",
            "not a list of groups as CSV",
        ),
        (
            "DisplayName,Name\na,b\n".to_owned(),
            "column-twice",
            "DisplayName",
        ),
        ("DisplayName\na\0\n".to_owned(), "not-text", "Line 2"),
    ] {
        let error = read_groups(&text).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    let header_only = read_groups("GroupId,DisplayName\n").unwrap();
    assert_eq!(header_only.notes, ["The file has a header and no groups."]);
}
