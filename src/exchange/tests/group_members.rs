//! Members of groups: the sample, rows that cannot be taken, and files of any length.

use forecourt_exchange::decode;
use forecourt_exchange::group_members::{GroupMembers, MemberRef, SeenMembers, read_group_members};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Read};

const GROUP: &str = "c49ecc3a-4277-44c3-bb26-18386d773445";
const OTHER: &str = "1554bfa3-81db-4fbc-bc3c-56de30853f41";
const PERSON: &str = "263f9fdc-92d8-46d6-8fd7-9928c7239fdf";

#[test]
fn every_member_of_the_sample_comes_out() {
    let text = decode(include_bytes!("data/group-members.csv")).unwrap();
    let file = read_group_members(&text).unwrap();
    assert_eq!(
        (file.members.len(), file.problems.len(), file.notes.len()),
        (507, 0, 0)
    );
    let mut counts = BTreeMap::new();
    let mut nested = Vec::new();
    for read in &file.members {
        let count: &mut (u32, u32) = counts.entry(read.group.to_string()).or_default();
        match &read.member {
            MemberRef::User {
                id,
                user_principal_name,
            } => {
                assert!(id.is_some() && user_principal_name.is_some());
                count.0 += 1;
            }
            MemberRef::Group(inner) => {
                nested.push((read.line, inner.to_string()));
                count.1 += 1;
            }
        }
    }
    let wanted = [
        ("1424cb9b-4011-43f5-b9bb-3075751ad07e", (12, 1)),
        (OTHER, (67, 0)),
        ("1787f65e-d811-4b4e-a9aa-f4a437d64f01", (30, 0)),
        ("60b8567f-3685-4552-8075-9f30eee46e65", (134, 2)),
        ("76273d05-84c0-49e4-a60c-209426ab3096", (49, 0)),
        ("7eaaf73d-924e-4149-9a5a-7ce255d63ef2", (29, 0)),
        ("8e4daac4-c4e5-4186-9a22-56d7fa0fcfe6", (39, 0)),
        ("9453b6dc-40e2-4519-a355-97775265cdbe", (18, 0)),
        (GROUP, (126, 0)),
    ];
    assert_eq!(counts, wanted.map(|(id, count)| (id.to_owned(), count)).into());
    assert_eq!(
        nested,
        [
            (272, GROUP.to_owned()),
            (273, OTHER.to_owned()),
            (496, "7eaaf73d-924e-4149-9a5a-7ce255d63ef2".to_owned()),
        ]
    );
    let first = &file.members[0];
    assert_eq!((first.line, first.group.to_string()), (2, GROUP.to_owned()));
    assert_eq!(
        first.member,
        MemberRef::User {
            id: Some(PERSON.parse().unwrap()),
            user_principal_name: Some("begona.nunez.pena@contoso.example.com".to_owned()),
        }
    );
}

#[test]
fn a_bad_row_is_a_problem_and_the_others_are_read() {
    for (row, code) in [
        (format!("12,{PERSON},User,"), "group-id-wrong"),
        (format!(",{PERSON},User,"), "group-id-missing"),
        (format!("{GROUP},12,User,a@x.example"), "id-wrong"),
        (format!("{GROUP},,User,"), "member-missing"),
        (format!("{GROUP},,User,ann"), "user-principal-name-wrong"),
        (format!("{GROUP},{PERSON},,"), "member-type-wrong"),
        (format!("{GROUP},{PERSON},Device,"), "member-type-wrong"),
        (format!("{GROUP},,Group,"), "member-missing"),
        (format!("{GROUP},12,Group,"), "group-id-wrong"),
        (format!("{GROUP},{GROUP},Group,"), "group-in-itself"),
        (format!("{GROUP},{PERSON}"), "wrong-number-of-cells"),
        (format!("{GROUP},\"{PERSON},User,"), "open-quote"),
        (
            format!("{GROUP},{{{}}},user,", PERSON.to_uppercase()),
            "duplicate-member",
        ),
        (format!("{GROUP},,User,ZOE@x.example"), "duplicate-member"),
        (format!("{GROUP},{OTHER},Group,"), "duplicate-member"),
    ] {
        let text = format!(
            "GroupId,MemberId,MemberType,MemberUserPrincipalName\n{GROUP},{PERSON},User,\n{GROUP},,USER,zoe@x.example\n{GROUP},{OTHER},#microsoft.graph.group,\n{row}\n"
        );
        let file = read_group_members(&text).unwrap();
        let problems: Vec<_> = file
            .problems
            .iter()
            .map(|problem| (problem.line, problem.code))
            .collect();
        assert_eq!((file.members.len(), problems), (3, vec![(5, code)]), "{row}");
        assert!(file.problems[0].message.ends_with('.'), "{:?}", file.problems);
    }
}

#[test]
fn the_same_person_may_be_in_several_groups() {
    let text = format!("GroupId,MemberId\n{GROUP},{PERSON}\n{OTHER},{PERSON}\n");
    let file = read_group_members(&text).unwrap();
    assert_eq!((file.members.len(), file.problems.len()), (2, 0));
    assert_eq!(
        file.notes,
        ["The file has no column MemberType, so every member was read as a person."]
    );
}

#[test]
fn either_column_may_name_the_member_but_one_must() {
    let names = read_group_members(&format!("UPN;GroupId\na@x.example;{GROUP}\n")).unwrap();
    assert_eq!(names.members.len(), 1);
    let error = read_group_members("GroupId,MemberType\n").unwrap_err();
    assert_eq!(error.code, "wrong-header");
    assert!(error.message.contains("has no column MemberId"), "{error}");
    assert!(
        error.message.ends_with("only GroupId and MemberId are required."),
        "{error}"
    );
    let groups = decode(include_bytes!("data/groups.csv")).unwrap();
    let error = read_group_members(&groups).unwrap_err();
    assert!(error.message.contains("a list of groups"), "{error}");
}

#[test]
fn streams_give_what_whole_files_give_and_repetitions_too() {
    let bytes = include_bytes!("data/group-members.csv");
    let whole = read_group_members(&decode(bytes).unwrap()).unwrap();
    let twice = bytes
        .as_slice()
        .chain(Cursor::new(format!("\"{GROUP}\",\"{PERSON}\",\"User\",\r\n")));
    let streamed: Vec<_> = GroupMembers::new(twice)
        .unwrap()
        .map(|member| member.unwrap().unwrap())
        .collect();
    assert_eq!(streamed.len(), 508);
    assert_eq!(streamed[..507], whole.members);
    assert_eq!(streamed[507].line, 509);
    let mut seen = SeenMembers::default();
    let problems: Vec<_> = streamed
        .into_iter()
        .filter_map(|member| seen.check(member).err())
        .collect();
    assert_eq!(problems.len(), 1);
    assert!(
        problems[0]
            .message
            .starts_with("Lines 2 and 509 name the same member")
    );
}

#[test]
fn lines_and_letters_survive_the_pieces_in_which_a_long_file_is_read() {
    for end in ["\n", "\r\n"] {
        let mut text = format!("GroupId,MemberType,MemberUserPrincipalName,Note{end}");
        for number in 0..3_000 {
            // Every fourth row has a line break in a value.
            let note = if number % 4 == 0 {
                "\"営業部\n\""
            } else {
                "Zürich"
            };
            write!(text, "{GROUP},User,é営{number}@x.example,{note}{end}").unwrap();
        }
        assert!(text.len() > 3 * 64 * 1024, "{}", text.len());
        for bytes in in_every_encoding(&text) {
            let mut line = 2;
            let members = GroupMembers::new(bytes.as_slice()).unwrap();
            for (number, member) in members.map(|member| member.unwrap().unwrap()).enumerate() {
                let name = format!("é営{number}@x.example");
                assert_eq!(
                    (member.line, name_of(&member.member)),
                    (line, Some(name.as_str()))
                );
                line += if number % 4 == 0 { 2 } else { 1 };
            }
            assert_eq!(line, 3_752);
        }
    }
}

fn name_of(member: &MemberRef) -> Option<&str> {
    match member {
        MemberRef::User {
            user_principal_name, ..
        } => user_principal_name.as_deref(),
        MemberRef::Group(_) => None,
    }
}

fn in_every_encoding(text: &str) -> [Vec<u8>; 4] {
    let utf_16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<_>>();
    [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        [vec![0xFF, 0xFE], utf_16(u16::to_le_bytes)].concat(),
        [vec![0xFE, 0xFF], utf_16(u16::to_be_bytes)].concat(),
    ]
}

#[test]
fn what_breaks_late_ends_the_stream_with_the_sentence_for_whole_files() {
    let row = format!("{GROUP},{PERSON},User,\n");
    let good = format!("GroupId,MemberId,MemberType,Note\n{}", row.repeat(3_000));
    for bad in [b"\xE9lodie".as_slice(), b"a\0b", b"\xC3"] {
        let bytes = [good.as_bytes(), bad].concat();
        let mut members = GroupMembers::new(bytes.as_slice()).unwrap();
        let error = members.find_map(Result::err).unwrap();
        assert_eq!(error, decode(&bytes).unwrap_err());
        assert!(members.next().is_none(), "the stream has ended");
    }
}

#[test]
fn a_source_that_fails_is_no_end_of_the_file() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the line went dead"))
        }
    }
    let start = format!("GroupId,MemberId\n{GROUP},{PERSON}\n");
    let error = GroupMembers::new(Cursor::new(start).chain(Fails)).err().unwrap();
    assert_eq!(error.code, "broke-off");
    assert_eq!(
        error.message,
        "The file could not be read to its end: the line went dead. Choose it again."
    );
}

#[test]
fn a_quote_that_is_never_closed_does_not_fill_the_memory() {
    let start = format!("GroupId,MemberId\n{GROUP},{PERSON}\n{GROUP},\"");
    let mut read = 0;
    let endless = Counted(Cursor::new(start).chain(std::io::repeat(b'x')), &mut read);
    let rows: Vec<_> = GroupMembers::new(endless).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 2);
    let problem = rows[1].as_ref().unwrap_err();
    assert_eq!((problem.line, problem.code), (3, "row-too-long"));
    assert!(read < 2 * 1024 * 1024, "{read} bytes were read");
}

struct Counted<'a, R>(R, &'a mut usize);

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.0.read(buffer)?;
        *self.1 += read;
        Ok(read)
    }
}
