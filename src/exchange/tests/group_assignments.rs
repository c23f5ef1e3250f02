//! Policies of groups in every form that PowerShell gives them.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_exchange::decode;
use forecourt_exchange::group_assignments::{
    GroupAssignmentsFile, ReadGroupAssignment, read_group_assignments,
};
use time::macros::datetime;

const A: &str = "76273d05-84c0-49e4-a60c-209426ab3096";
const B: &str = "9453b6dc-40e2-4519-a355-97775265cdbe";
const ADMIN: &str = "1bce1d2b-0fc2-4686-8fae-7057acbc16dc";

fn sample() -> String {
    decode(include_bytes!("data/group-policy-assignments.txt")).unwrap()
}

fn short(file: &GroupAssignmentsFile) -> Vec<(u32, &str, u64)> {
    file.assignments
        .iter()
        .map(|read| (read.rank, read.policy_name.as_str(), read.line))
        .collect()
}

fn codes(file: &GroupAssignmentsFile) -> Vec<(u64, &'static str)> {
    file.problems
        .iter()
        .map(|problem| (problem.line, problem.code))
        .collect()
}

/// A table of rows as PowerShell prints it, with room for `name` characters of a policy's name.
fn table(name: usize, rows: &[(&str, &str, &str, &str)]) -> String {
    let line = |cells: (&str, &str, &str, &str)| {
        format!(
            "{:36} {:20} {:name$} {:4} CreatedTime\r\n",
            cells.0, cells.1, cells.2, cells.3
        )
    };
    let mut text = format!(
        "\r\n{}{}",
        line(("GroupId", "PolicyType", "PolicyName", "Rank")),
        line(("-------", "----------", "----------", "----")).replace("CreatedTime", "-----------")
    );
    for row in rows {
        text.push_str(&line(*row).replace("CreatedTime", "1/2/2024 3:04:05 PM"));
    }
    text + "\r\n"
}

#[test]
fn the_five_assignments_of_the_sample_come_out_and_other_types_are_counted() {
    let file = read_group_assignments(&sample()).unwrap();
    assert_eq!(
        short(&file),
        [
            (1, "NoPersonalChat", 4),
            (2, "Executive Outreach", 7),
            (3, "Outbound only", 9),
            (4, "NoPersonalChat", 10),
            (5, "Outbound only", 11),
        ]
    );
    let groups: Vec<_> = file
        .assignments
        .iter()
        .map(|read| read.group.to_string())
        .collect();
    assert_eq!(
        groups,
        [
            A,
            B,
            "c49ecc3a-4277-44c3-bb26-18386d773445",
            "1787f65e-d811-4b4e-a9aa-f4a437d64f01",
            "60b8567f-3685-4552-8075-9f30eee46e65",
        ]
    );
    let moments: Vec<_> = file
        .assignments
        .iter()
        .map(|read| read.created_at.unwrap())
        .collect();
    assert_eq!(
        moments,
        [
            datetime!(2021-11-05 9:00:03 UTC),
            datetime!(2021-11-11 0:51:24 UTC),
            datetime!(2021-11-15 10:25:38 UTC),
            datetime!(2021-11-17 15:42:45 UTC),
            datetime!(2021-11-19 20:59:52 UTC),
        ]
    );
    assert!(
        file.assignments
            .iter()
            .all(|read| read.created_by.as_deref() == Some(ADMIN))
    );
    assert!(file.problems.is_empty(), "{:?}", file.problems);
    assert_eq!(
        file.notes,
        [
            "3 rows are about other types of policies and were skipped: TeamsCallingPolicy, TeamsMeetingPolicy."
        ]
    );
}

/// The sample in the other forms in which PowerShell hands it out.
fn other_forms() -> [(&'static str, String); 4] {
    let rows: Vec<Vec<String>> = sample()
        .lines()
        .skip(3)
        .filter(|line| !line.trim().is_empty())
        .map(|line| {
            [(0, 36), (37, 57), (58, 77), (78, 82), (83, 105), (106, 142)]
                .map(|(from, to)| line[from..to.min(line.len())].trim().to_owned())
                .to_vec()
        })
        .collect();
    let names = [
        "GroupId",
        "PolicyType",
        "PolicyName",
        "Rank",
        "CreatedTime",
        "CreatedBy",
    ];
    let list = rows.iter().map(|row| {
        let lines = names
            .iter()
            .zip(row)
            .map(|(name, value)| format!("{name:11} : {value}\r\n"));
        lines.collect::<String>() + "\r\n"
    });
    let object = |row: &Vec<String>, indent: &str| {
        let lines = names.iter().zip(row).map(|(name, value)| match *name {
            "Rank" => format!("{indent}    \"Rank\": {value}"),
            _ => format!("{indent}    \"{name}\": \"{value}\""),
        });
        format!(
            "{indent}{{\n{}\n{indent}}}",
            lines.collect::<Vec<_>>().join(",\n")
        )
    };
    let objects = rows
        .iter()
        .map(|row| object(row, "    "))
        .collect::<Vec<_>>()
        .join(",\n");
    let csv = rows.iter().map(|row| format!("\"{}\"\r\n", row.join("\",\"")));
    [
        ("Format-List", format!("\r\n{}", list.collect::<String>())),
        ("ConvertTo-Json", format!("[\n{objects}\n]")),
        (
            "ConvertTo-Json of Windows PowerShell",
            format!("{{\n\"value\": [\n{objects}\n],\n\"Count\": 8\n}}"),
        ),
        (
            "Export-Csv",
            format!(
                "#TYPE Some.Type\r\n\"{}\"\r\n{}",
                names.join("\",\""),
                csv.collect::<String>()
            ),
        ),
    ]
}

#[test]
fn every_form_says_the_same() {
    let wanted = read_group_assignments(&sample()).unwrap();
    let without_line = |read: &ReadGroupAssignment| ReadGroupAssignment {
        line: 0,
        ..read.clone()
    };
    for (form, text) in other_forms() {
        let file = read_group_assignments(&text).unwrap();
        assert!(
            file.assignments
                .iter()
                .map(without_line)
                .eq(wanted.assignments.iter().map(without_line)),
            "{form}"
        );
        assert_eq!(
            (&file.problems, &file.notes),
            (&wanted.problems, &wanted.notes),
            "{form}"
        );
        for read in &file.assignments {
            let lines: Vec<_> = text.lines().collect();
            let from = usize::try_from(read.line).unwrap() - 1;
            let object = lines[from..(from + 2).min(lines.len())].concat();
            assert!(
                object.contains(&read.group.to_string()),
                "{form}, line {}: {object}",
                read.line
            );
        }
    }
}

#[test]
fn one_assignment_alone_is_read_as_json_too() {
    let text = format!(
        "{{\r\n\"GroupId\": \"{A}\", \"PolicyType\": \"externalaccesspolicy\", \"PolicyName\": \"Tag:Some {{ braces\", \"Rank\": 7, \"CreatedTime\": \"\\/Date(1704207845000)\\/\", \"CreatedBy\": null }}"
    );
    let file = read_group_assignments(&text).unwrap();
    assert_eq!(
        file.assignments,
        [ReadGroupAssignment {
            line: 1,
            group: A.parse().unwrap(),
            policy_name: "Some { braces".to_owned(),
            rank: 7,
            created_at: Some(datetime!(2024-01-02 15:04:05 UTC)),
            created_by: None,
        }]
    );
}

#[test]
fn order_of_the_file_does_not_matter_and_ranks_may_have_gaps() {
    let file = read_group_assignments(&table(
        20,
        &[
            (A, "ExternalAccessPolicy", "Last of all", "64"),
            (B, "ExternalAccessPolicy", "Tag:First", "3"),
        ],
    ))
    .unwrap();
    assert_eq!(short(&file), [(3, "First", 5), (64, "Last of all", 4)]);
    assert!(file.problems.is_empty() && file.notes.is_empty());
}

#[test]
fn a_bad_row_is_a_problem_and_the_others_are_read() {
    let kind = "ExternalAccessPolicy";
    for (row, code) in [
        ((B, kind, "X", "0"), "rank-wrong"),
        ((B, kind, "X", "-1"), "rank-wrong"),
        ((B, kind, "X", "one"), "rank-wrong"),
        ((B, kind, "X", "1.5"), "rank-wrong"),
        ((B, kind, "X", ""), "value-missing"),
        ((B, kind, "", "2"), "value-missing"),
        ((B, "", "X", "2"), "value-missing"),
        ((B, kind, "X/Y", "2"), "policy-name-has-wrong-character"),
        (("12", kind, "X", "2"), "group-id-wrong"),
        (
            ("9453b6dc-40e2-4519-a355-9777526…", kind, "X", "2"),
            "value-cut-off",
        ),
        ((B, kind, "Executive Outre...", "2"), "value-cut-off"),
        ((B, "ExternalAccessPol…", "X", "2"), "value-cut-off"),
        ((B, kind, "A name beyond its column", "2"), "columns-unclear"),
        ((A, kind, "X", "2"), "duplicate-group"),
        ((B, kind, "X", "1"), "duplicate-rank"),
    ] {
        let file = read_group_assignments(&table(20, &[(A, kind, "First", "1"), row])).unwrap();
        assert_eq!(
            (short(&file), codes(&file)),
            (vec![(1, "First", 4)], vec![(5, code)]),
            "{row:?}"
        );
        let message = &file.problems[0].message;
        assert!(message.ends_with('.') && message.contains('5'), "{message}");
    }
}

#[test]
fn ranks_and_groups_of_other_types_collide_with_nothing() {
    let file = read_group_assignments(&table(
        20,
        &[
            (A, "TeamsMeetingPolicy", "X", "1"),
            ("not an id", "TeamsMeetingPolicy", "X", "zero"),
            (A, "ExternalAccessPolicy", "Y", "1"),
        ],
    ))
    .unwrap();
    assert_eq!((short(&file), file.problems.len()), (vec![(1, "Y", 6)], 0));
    let one = read_group_assignments(&table(20, &[(A, "TeamsMeetingPolicy", "X", "1")])).unwrap();
    assert_eq!(
        one.notes,
        ["1 row is about another type of policy and was skipped: TeamsMeetingPolicy."]
    );
}

#[test]
fn a_refused_group_or_rank_does_not_block_the_next_row() {
    let kind = "ExternalAccessPolicy";
    let other = "1554bfa3-81db-4fbc-bc3c-56de30853f41";
    let rows = [
        (A, kind, "One", "1"),
        (A, kind, "Two", "2"),
        (B, kind, "Three", "1"),
        (other, kind, "Four", "2"),
    ];
    let file = read_group_assignments(&table(20, &rows)).unwrap();
    assert_eq!(short(&file), [(1, "One", 4), (2, "Four", 7)]);
    assert_eq!(codes(&file), [(5, "duplicate-group"), (6, "duplicate-rank")]);
    assert!(
        file.problems[0]
            .message
            .starts_with(&format!("Lines 4 and 5 are about the same group, {A}"))
    );
    assert!(
        file.problems[1]
            .message
            .starts_with("Lines 4 and 6 have the same rank, 1")
    );
}

#[test]
fn names_that_are_wide_on_a_console_are_cut_where_they_end() {
    let kind = "ExternalAccessPolicy";
    let wide = |name: &str, width: usize| format!("{name}{}", " ".repeat(20_usize.saturating_sub(width)));
    let rows = |name: &str| {
        table(20, &[(A, kind, "NAME", "12"), (B, kind, "Zürich, Phase 2", "13")])
            .replace(&format!("{:20}", "NAME"), name)
    };
    for (name, width, wanted) in [
        ("営業部 の 方針", 14, "営業部 の 方針"),
        ("営業部 の 方針", 8, "営業部 の 方針"),
        ("🙂 smile", 8, "🙂 smile"),
        ("🙂 smile", 7, "🙂 smile"),
        ("최지안", 6, "최지안"),
    ] {
        let file = read_group_assignments(&rows(&wide(name, width))).unwrap();
        assert_eq!(
            short(&file),
            [(12, wanted, 4), (13, "Zürich, Phase 2", 5)],
            "{name} {width}: {:?}",
            file.problems
        );
    }
}

#[test]
fn wrapped_rows_are_left_out_whole() {
    let kind = "ExternalAccessPolicy";
    let rows = [
        (A, kind, "Executive", "1"),
        ("", "", "Outreach", ""),
        (B, kind, "Other", "2"),
    ];
    let text = table(20, &rows).replace("                                                          Outreach                   1/2/2024 3:04:05 PM", "                                                          Outreach");
    let file = read_group_assignments(&text).unwrap();
    assert_eq!(
        (short(&file), codes(&file)),
        (vec![(2, "Other", 6)], vec![(5, "wrapped-row")])
    );
}

#[test]
fn prompts_around_several_tables_are_left_out() {
    let kind = "ExternalAccessPolicy";
    let text = format!(
        "PS C:\\> Get-CsGroupPolicyAssignment -GroupId a{}\r\nPS C:\\> Get-CsGroupPolicyAssignment -GroupId b{}\r\nPS C:\\>",
        table(20, &[(A, kind, "One", "2")]),
        table(30, &[(B, kind, "A name with many words in it", "1")])
    );
    let file = read_group_assignments(&text).unwrap();
    assert_eq!(
        short(&file),
        [(1, "A name with many words in it", 10), (2, "One", 4)]
    );
    assert!(file.problems.is_empty(), "{:?}", file.problems);
    assert_eq!(
        file.notes,
        ["Line 7 and 1 more are not rows of the table and were left out."]
    );
}

#[test]
fn a_moment_in_another_language_costs_the_moment_only() {
    let text = format!(
        "GroupId;PolicyType;PolicyName;Rank;CreatedTime\r\n{A};ExternalAccessPolicy;X;1;05.11.2021 09:00:03\r\n"
    );
    let file = read_group_assignments(&text).unwrap();
    assert_eq!(
        (file.assignments.len(), file.assignments[0].created_at),
        (1, None)
    );
    assert_eq!(
        file.notes,
        ["CreatedTime on line 2 is not a known form of a moment and was not read."]
    );
}

#[test]
fn a_file_that_holds_no_assignments_is_refused() {
    let sample = |bytes: &[u8]| decode(bytes).unwrap();
    for (text, code, words) in [
        (String::new(), "empty", "The file is empty"),
        ("\u{feff}\r\n".to_owned(), "empty", "The file is empty"),
        (
            sample(include_bytes!("data/external-access-policies.json")),
            "wrong-object",
            "external access policies",
        ),
        (
            sample(include_bytes!("data/external-access-policies.txt")),
            "wrong-object",
            "external access policies",
        ),
        (
            sample(include_bytes!("data/opt-out-people.csv")),
            "wrong-object",
            "a list of people",
        ),
        (
            sample(include_bytes!("data/groups.csv")),
            "wrong-header",
            "has no column PolicyType",
        ),
        ("{\"a\": 1".to_owned(), "broken-json", "Line 1"),
        (
            table(20, &[]).replace("Rank", "Room"),
            "wrong-header",
            "has no column Rank",
        ),
        (
            table(20, &[]).replace("PolicyName", "GroupId   "),
            "column-twice",
            "GroupId",
        ),
        (format!("{A}\0"), "not-text", "Line 1"),
    ] {
        let error = read_group_assignments(&text).unwrap_err();
        assert_eq!(error.code, code, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    let empty = read_group_assignments(&table(20, &[])).unwrap();
    assert_eq!(empty.notes, ["The file has a header and no assignments."]);
}
