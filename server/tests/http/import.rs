//! Importing through the page: files, preview, questions, result.

use crate::decisions::Chat;
use crate::support::{Client, Page, Request, TestServer};
use axum::body::Body;
use forecourt_model::authority::Role;
use forecourt_model::settings::DomainMode;
use forecourt_service::Clock as _;
use http::header::{CONTENT_TYPE, ORIGIN};
use serde_json::json;

const TENANT: &str = include_str!("../../../src/exchange/tests/data/tenant-federation-configuration.json");
const AMBIGUOUS: &str =
    include_str!("../../../src/exchange/tests/data/tenant-federation-configuration-ambiguous.json");
const POLICIES: &str = include_str!("../../../src/exchange/tests/data/external-access-policies.json");
const USERS: &str = include_str!("../../../src/exchange/tests/data/online-users.csv");

const GROUPS: &str = include_str!("../../../src/exchange/tests/data/groups.csv");
const MEMBERS: &str = include_str!("../../../src/exchange/tests/data/group-members.csv");
const ASSIGNMENTS: &str = include_str!("../../../src/exchange/tests/data/group-policy-assignments.txt");
const EXPECTED: &str = include_str!("../../../src/exchange/tests/data/effective-expected.csv");

async fn upload(browser: &Client, files: &[(&str, &[u8])]) -> Page {
    let mut body = Vec::new();
    for (name, bytes) in files {
        body.extend_from_slice(
            format!("--frontier\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"f\"\r\n\r\n")
                .as_bytes(),
        );
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--frontier--\r\n");
    let request = Request::new()
        .method("POST")
        .uri("/import")
        .header(ORIGIN, "http://forecourt.example")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=frontier");
    browser.send(request, Body::from(body)).await
}

#[tokio::test]
async fn settings_policies_and_people_come_in_as_one_change() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let files: [(&str, &[u8]); 3] = [
        ("tenant", TENANT.as_bytes()),
        ("policies", POLICIES.as_bytes()),
        ("users", USERS.as_bytes()),
    ];
    let uploaded = upload(&browser, &files).await;
    assert_eq!(uploaded.status, 303, "{}", uploaded.body);
    let before = server.services().snapshot().unwrap().revision();
    let path = uploaded.location().unwrap();
    let preview = browser.get(&path).await;
    assert_eq!(preview.status, 200);
    let text = preview.text("main");
    for words in ["Outbound only", "500 added", "AllowedDomains"] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert_eq!(
        server.services().snapshot().unwrap().revision(),
        before,
        "a preview changes nothing"
    );
    let unanswered = browser.post(&path, &[]).await;
    assert_eq!(unanswered.status, 422);
    assert_eq!(
        server.services().snapshot().unwrap().people(),
        0,
        "nothing is guessed"
    );
    let done = browser
        .post(&path, &[("answer.tenant.AllowedDomains", "allow_all")])
        .await;
    assert_eq!(done.status, 303, "{}", done.body);
    let snapshot = server.services().snapshot().unwrap();
    assert_eq!(snapshot.people(), 500);
    assert_eq!(snapshot.revision().0, before.0 + 1, "one change");
    let result = browser.get(&path).await;
    assert!(
        result.text("main").contains("Imported as change"),
        "{}",
        result.text("main")
    );
}

#[tokio::test]
async fn people_get_exactly_the_direct_policies_of_the_file() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::GlobalAdministrator).await;
    let files: [(&str, &[u8]); 2] = [("policies", POLICIES.as_bytes()), ("users", USERS.as_bytes())];
    let path = upload(&browser, &files).await.location().unwrap();
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    let mut reader = server.services().database().read().await.unwrap();
    let tenant = server.services().tenant();
    let everybody = forecourt_store::directory::everybody(&mut reader.connection(), tenant)
        .await
        .unwrap();
    let snapshot = server.services().snapshot().unwrap();
    let mut rows = csv::Reader::from_reader(USERS.trim_start_matches('\u{feff}').as_bytes());
    let mut compared = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let person = everybody
            .iter()
            .find(|person| person.id.to_string() == row[3])
            .unwrap();
        let policy = person
            .direct_policy
            .map(|id| snapshot.policy(id).unwrap().name.to_string());
        assert_eq!(policy.unwrap_or_default(), row[6], "{}", &row[0]);
        assert_eq!(person.display_name, row[1], "names are kept as they are");
        compared += 1;
    }
    assert_eq!(compared, 500);
    let again = upload(&browser, &files).await.location().unwrap();
    let preview = browser.get(&again).await;
    assert!(
        preview.text("main").contains("There is nothing to import"),
        "{}",
        preview.text("main")
    );
}

#[tokio::test]
async fn each_unclear_list_is_asked_about_and_nothing_else_is_lost() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let path = upload(&browser, &[("tenant", AMBIGUOUS.as_bytes())])
        .await
        .location()
        .unwrap();
    let preview = browser.get(&path).await;
    assert!(preview.has("input[name='answer.tenant.AllowedDomains']"));
    assert!(preview.has("input[name='answer.tenant.BlockedDomains']"));
    let answers = [
        ("answer.tenant.AllowedDomains", "empty_allow_list"),
        ("answer.tenant.BlockedDomains", "empty"),
    ];
    assert_eq!(browser.post(&path, &answers).await.status, 303);
    let settings = server.services().snapshot().unwrap().settings.clone();
    assert_eq!(settings.domains.mode, DomainMode::BlockAllExceptByPolicy);
    assert!(!settings.allow_teams_consumer && settings.allow_teams_consumer_inbound);
}

#[tokio::test]
async fn files_that_cannot_be_read_say_why_and_change_nothing() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let large = vec![b'a'; forecourt_service::import::MAXIMUM_FILE_BYTES + 1];
    let cases: [(&str, &[u8], &str); 6] = [
        ("users", b"Name,Mail\r\nA,b@c.example\r\n", "UserPrincipalName"),
        ("users", b"UserPrincipalName\r\n\xff\xfe\xfa\r\n", "UTF-8"),
        ("users", &large, "MB"),
        ("tenant", POLICIES.as_bytes(), "policies"),
        ("policies", TENANT.as_bytes(), "settings"),
        ("tenant", b"{", "JSON"),
    ];
    for (field, bytes, words) in cases {
        let refused = upload(&browser, &[(field, bytes)]).await;
        assert_eq!(refused.status, 422, "{field} with {words}");
        let sentence = refused.field_error(field);
        assert!(sentence.contains(words), "{words} is missing in “{sentence}”");
    }
    let nothing = upload(&browser, &[("tenant", b"")]).await;
    assert_eq!(nothing.status, 422);
    assert_eq!(server.services().snapshot().unwrap().revision().0, 1);
}

#[tokio::test]
async fn an_upload_belongs_to_whoever_made_it() {
    let server = TestServer::start().await;
    let (one, other) = (
        server.sign_in(Role::TeamsAdministrator).await,
        server.sign_in(Role::TeamsAdministrator).await,
    );
    let path = upload(&one, &[("policies", POLICIES.as_bytes())])
        .await
        .location()
        .unwrap();
    assert_eq!(other.get(&path).await.status, 404);
    assert_eq!(other.post(&path, &[]).await.status, 404);
    let reader = server.sign_in(Role::GlobalReader).await;
    assert_eq!(reader.get("/import").await.status, 403);
}

#[tokio::test]
async fn rows_with_problems_are_left_out_and_named() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let people = b"UserPrincipalName,DisplayName,ExternalAccessPolicy\r\n\
        a@contoso.example.com,=1+1,\r\nA@CONTOSO.example.com,Twice,\r\nb@contoso.example.com,B,No such policy\r\n";
    let path = upload(&browser, &[("users", people)]).await.location().unwrap();
    let text = browser.get(&path).await.text("main");
    assert!(
        text.contains("1 added") && text.contains("2 rows left out"),
        "{text}"
    );
    assert!(text.contains("No such policy") && text.contains("=1+1"), "{text}");
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    assert_eq!(server.services().snapshot().unwrap().people(), 1);
}

#[tokio::test]
async fn people_are_found_by_the_phone_numbers_of_the_file() {
    let chat = Chat::start().await;
    let browser = chat.server.sign_in(Role::TeamsAdministrator).await;
    let ask = async |number: &str| {
        let question = json!({
            "action": "start_chat",
            "initiator": "@pat:matrix.org",
            "counterparts": [number],
        });
        let (status, answer) = chat.ask(&question).await;
        assert_eq!(status, 200, "{answer}");
        answer["policy"].clone()
    };
    assert_ne!(ask("+4722334455").await, "Global", "nobody has it yet");
    let people = b"UserPrincipalName,DisplayName,PhoneNumber\r\n\
        ada@aldergrove.example,ada,\"+47 22 33 44 55, tel:+4799887766;isub=3\"\r\n\
        grace@aldergrove.example,grace,0047 22 33 44 66\r\n";
    let path = upload(&browser, &[("users", people)]).await.location().unwrap();
    let text = browser.get(&path).await.text("main");
    for words in [
        "0 changed",
        "Phone numbers only",
        "1 with other phone numbers",
        "1 row left out",
        "\u{201c}0047 22 33 44 66\u{201d} on line 3 is not a phone number with its country code. Write one like +4722334455",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    for number in ["+4722334455", "tel:+47-99-88-77-66"] {
        assert_eq!(ask(number).await, "Global", "{number}");
    }
    // Somebody else's number is not taken from them.
    let taken =
        b"UserPrincipalName,DisplayName,LineUri\r\ngrace@aldergrove.example,grace,tel:+4722334455\r\n";
    let path = upload(&browser, &[("users", taken)]).await.location().unwrap();
    let text = browser.get(&path).await.text("main");
    assert!(text.contains("+4722334455 belongs to another account"), "{text}");
    assert!(text.contains("0 rows left out"), "{text}");
    assert!(text.contains("There is nothing to import"), "{text}");
}

/// Compares everybody with what was worked out by hand for the sample: policy, source, rank, and both answers.
async fn compare_with_expected(server: &TestServer) {
    let mut reader = server.services().database().read().await.unwrap();
    let tenant = server.services().tenant();
    let everybody = forecourt_store::directory::everybody(&mut reader.connection(), tenant)
        .await
        .unwrap();
    let snapshot = server.services().snapshot().unwrap();
    let mut rows = csv::Reader::from_reader(EXPECTED.trim_start_matches('\u{feff}').as_bytes());
    let mut sources = std::collections::BTreeMap::<String, u64>::new();
    for row in rows.records() {
        let row = row.unwrap();
        let person = everybody
            .iter()
            .find(|person| person.user_principal_name == row[0])
            .unwrap();
        let policy = snapshot.policy(person.effective_policy).unwrap();
        let rank = snapshot
            .ranking
            .iter()
            .find(|row| Some(row.assignment.group) == person.effective_group)
            .map(|row| row.assignment.rank.to_string());
        let access = snapshot.access(policy.id, server.clock.now());
        let truth = |yes: bool| if yes { "True" } else { "False" };
        let found = [
            policy.name.as_str(),
            &person.effective_source.code().to_lowercase(),
            rank.as_deref().unwrap_or_default(),
            truth(access.chat),
            truth(access.inbound),
        ];
        assert_eq!(
            found,
            [&row[1], &row[2].to_lowercase(), &row[3], &row[4], &row[5]],
            "{}",
            &row[0]
        );
        *sources.entry(row[2].to_owned()).or_default() += 1;
    }
    assert_eq!(sources.values().sum::<u64>(), 500);
    assert_eq!(sources["Group"], 174, "the sample has people in groups");
}

#[tokio::test]
async fn groups_members_and_their_policies_come_in_and_everybody_gets_what_is_expected() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let files: [(&str, &[u8]); 5] = [
        ("policies", POLICIES.as_bytes()),
        ("users", USERS.as_bytes()),
        ("groups", GROUPS.as_bytes()),
        ("group_members", MEMBERS.as_bytes()),
        ("group_assignments", ASSIGNMENTS.as_bytes()),
    ];
    let path = upload(&browser, &files).await.location().unwrap();
    let text = browser.get(&path).await.text("main");
    for words in [
        "10 added",
        "504 memberships begin, 0 end",
        "5 groups will have a policy",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    server.services().catch_up().await.unwrap();
    compare_with_expected(&server).await;

    // The same files again change nothing.
    let again = upload(&browser, &files[2..]).await.location().unwrap();
    let text = browser.get(&again).await.text("main");
    assert!(text.contains("There is nothing to import"), "{text}");
}

#[tokio::test]
async fn groups_that_come_later_do_to_people_what_the_preview_says() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let people: [(&str, &[u8]); 2] = [("policies", POLICIES.as_bytes()), ("users", USERS.as_bytes())];
    let path = upload(&browser, &people).await.location().unwrap();
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    let reach = || server.services().snapshot().unwrap().reach(server.clock.now());
    let before = reach();
    let sources = forecourt_service::import::Sources::take(forecourt_service::import::Files {
        groups: Some(GROUPS.as_bytes()),
        group_members: Some(MEMBERS.as_bytes()),
        group_assignments: Some(ASSIGNMENTS.as_bytes()),
        ..forecourt_service::import::Files::default()
    })
    .unwrap();
    let context = server.context();
    let preview = forecourt_service::import::preview(server.services(), &context, &sources)
        .await
        .unwrap();
    let impact = preview.impact.unwrap();
    assert!(
        impact.chat.lose > 0 && impact.inbound.lose > impact.chat.lose,
        "{impact:?}"
    );
    let applied = forecourt_service::import::apply(server.services(), &context, &sources, None, &|_, _| ())
        .await
        .unwrap();
    assert!(applied.revision.is_some());
    compare_with_expected(&server).await;
    let after = reach();
    assert_eq!(before.0 - after.0, impact.chat.lose - impact.chat.gain);
    assert_eq!(before.1 - after.1, impact.inbound.lose - impact.inbound.gain);
}

#[tokio::test]
async fn rows_about_groups_and_people_that_are_not_there_are_left_out_and_named() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let members = "GroupId,MemberId,MemberType\r\n\
                   c49ecc3a-4277-44c3-bb26-18386d773445,263f9fdc-92d8-46d6-8fd7-9928c7239fdf,User\r\n\
                   00000000-0000-0000-0000-00000000dead,263f9fdc-92d8-46d6-8fd7-9928c7239fdf,User\r\n";
    let ranks = "GroupId,PolicyType,PolicyName,Rank\r\n\
                 c49ecc3a-4277-44c3-bb26-18386d773445,ExternalAccessPolicy,Nowhere,1\r\n";
    let files: [(&str, &[u8]); 3] = [
        ("groups", GROUPS.as_bytes()),
        ("group_members", members.as_bytes()),
        ("group_assignments", ranks.as_bytes()),
    ];
    let path = upload(&browser, &files).await.location().unwrap();
    let text = browser.get(&path).await.text("main");
    for words in [
        "There is no group with the identifier 00000000-0000-0000-0000-00000000dead",
        "263f9fdc-92d8-46d6-8fd7-9928c7239fdf is not in the directory",
        "There is no policy named “Nowhere”",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
}

#[tokio::test]
async fn an_export_of_another_tool_brings_several_things_in_one_file() {
    let server = TestServer::start().await;
    let browser = server.sign_in(Role::TeamsAdministrator).await;
    let cipp = br#"{"standards":{
        "TeamsFederationConfiguration":{"AllowTeamsConsumer":true,"AllowTeamsConsumerInbound":false,
            "DomainControl":"BlockSpecificExternal","DomainList":"old.example.net"},
        "TeamsExternalAccessPolicy":{"EnableTeamsConsumerAccess":false,"Surprise":1}}}"#;
    let uploaded = upload(&browser, &[("configuration", cipp)]).await;
    assert_eq!(uploaded.status, 303, "{}", uploaded.body);
    let path = uploaded.location().unwrap();
    let text = browser.get(&path).await.text("main");
    for words in [
        "AllowTeamsConsumerInbound",
        "EnableTeamsConsumerAccess",
        "Surprise",
    ] {
        assert!(text.contains(words), "{words} is missing in {text}");
    }
    assert_eq!(browser.post(&path, &[]).await.status, 303);
    let snapshot = server.services().snapshot().unwrap();
    assert!(!snapshot.settings.allow_teams_consumer_inbound);
    assert_eq!(snapshot.settings.domains.mode, DomainMode::BlockSpecific);
    let global = snapshot
        .policies
        .iter()
        .find(|policy| policy.name.is_global())
        .unwrap();
    assert!(!global.settings.enable_teams_consumer_access);
    assert!(
        global.settings.enable_teams_consumer_inbound,
        "a missing switch is not False"
    );

    let twice = upload(
        &browser,
        &[("configuration", cipp), ("tenant", TENANT.as_bytes())],
    )
    .await;
    assert_eq!(twice.status, 422);
    assert!(
        twice.text("main").contains("Leave one of the two out"),
        "{}",
        twice.text("main")
    );
    let nothing = upload(&browser, &[("configuration", b"{\"a\":1}")]).await;
    assert_eq!(nothing.status, 422);
}
