//! Groups over HTTP, without script: their order, their policies, their members.

use crate::contoso::{contoso, person, policy};
use crate::support::{Client, Page, TestServer};
use forecourt_model::authority::Role;
use forecourt_model::{GroupId, PersonId};
use forecourt_service::group::{self, GroupInput};
use forecourt_service::organization::{get_settings, save_settings};

const ALICE: &str = "alice.ashdown@contoso.example.com";

/// The first `count` people whose policy comes from `source`, by name.
async fn people(server: &TestServer, source: &str, count: usize) -> Vec<String> {
    let client = server.sign_in(Role::HelpDesk).await;
    let page = client
        .get(&format!("/users?source={source}&account=enabled"))
        .await;
    let names = page.texts("tbody .fc-person__id");
    assert!(names.len() >= count, "{source}: {}", names.len());
    names.into_iter().take(count).collect()
}

async fn ids(server: &TestServer, names: &[String]) -> Vec<PersonId> {
    let mut found = Vec::new();
    for name in names {
        found.push(person(server, name).await);
    }
    found
}

async fn add_group(server: &TestServer, name: &str) -> GroupId {
    let input = GroupInput {
        display_name: name.to_owned(),
        mail: String::new(),
    };
    let added = group::add(server.services(), &server.context(), &input).await;
    added.unwrap().id
}

async fn add_members(server: &TestServer, group: GroupId, names: &[String]) {
    let people = ids(server, names).await;
    group::add_members(server.services(), &server.context(), group, &people, None)
        .await
        .unwrap();
}

async fn assign(server: &TestServer, group: GroupId, name: &str, rank: Option<i64>) {
    let expected = server.services().snapshot().unwrap().ranking_revision;
    let wanted = (group, policy(server, name), rank);
    group::assign(server.services(), &server.context(), wanted, expected, None)
        .await
        .unwrap();
}

fn ranking(server: &TestServer) -> String {
    let snapshot = server.services().snapshot().unwrap();
    snapshot.ranking_revision.to_string()
}

/// What the page says about what was sent.
fn alert(page: &Page) -> String {
    page.texts(".fc-messagebar[role=alert]").join(" ")
}

/// The names of the groups with a policy, best rank first.
fn order(page: &Page) -> Vec<String> {
    page.texts("[aria-labelledby=ranking-h] tbody .fc-table__name")
}

/// Three groups with policies: Alpha, Beta, Gamma, in this order.
async fn ranked() -> (TestServer, Client, [GroupId; 3]) {
    let server = contoso().await;
    let alpha = add_group(&server, "Alpha").await;
    let beta = add_group(&server, "Beta").await;
    let gamma = add_group(&server, "Gamma").await;
    assign(&server, alpha, "Outbound only", None).await;
    assign(&server, beta, "NoPersonalChat", None).await;
    assign(&server, gamma, "Outbound only", None).await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    (server, client, [alpha, beta, gamma])
}

/// The fields of the form of a dialog, with what its last button says.
fn dialog(page: &Page) -> Vec<(String, String)> {
    assert!(page.has("dialog"), "no question: {:?}", alert(page));
    let document = page.html();
    let inputs = scraper::Selector::parse("dialog input[type=hidden]").unwrap();
    let field = |element: scraper::ElementRef<'_>| {
        let attribute = |name| element.attr(name).unwrap_or_default().to_owned();
        (attribute("name"), attribute("value"))
    };
    let mut fields: Vec<_> = document.select(&inputs).map(field).collect();
    fields.push(("confirmed".to_owned(), "yes".to_owned()));
    fields
}

async fn answer(client: &Client, page: &Page, more: &[(&str, &str)]) -> Page {
    let action = page.attribute("dialog form", "action").unwrap();
    let fields = dialog(page);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(more.iter().copied())
        .collect();
    client.post(&action, &fields).await
}

#[tokio::test]
async fn a_group_is_added_filled_given_a_policy_and_removed() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let empty = client.get("/groups").await;
    assert!(empty.body.contains("Only direct members count"), "{}", empty.body);
    assert_eq!(
        empty.texts(".fc-empty__title"),
        ["No group has a policy", "There are no groups"]
    );
    let refused = client
        .post("/groups/new", &[("display_name", " "), ("mail", "team")])
        .await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.field_error("display_name"), "Give the group a name.");
    assert_eq!(refused.value("mail").as_deref(), Some("team"));
    let added = client
        .post(
            "/groups/new",
            &[
                ("display_name", "Sales & more"),
                ("mail", "sales@contoso.example.com"),
            ],
        )
        .await;
    assert_eq!(added.status, 303);
    let path = added.location().unwrap();
    let page = client.follow(added).await;
    assert_eq!(page.title(), "Sales & more");
    assert!(
        page.toast().contains("Nobody is a member yet"),
        "{}",
        page.toast()
    );
    assert!(
        !page.toast().contains("Undo"),
        "changes of groups are not taken back: {}",
        page.toast()
    );

    let names = people(&server, "global", 2).await;
    let list = format!("{}, {}", names[0], names[1]);
    let added = client.post(&path, &[("do", "add"), ("people", &list)]).await;
    assert_eq!(added.status, 303, "{:?}", alert(&added));
    let page = client.follow(added).await;
    assert!(
        page.toast().contains("2 people added to Sales & more."),
        "{}",
        page.toast()
    );
    assert_eq!(page.texts("tbody .fc-person__id"), names);

    let outbound = policy(&server, "Outbound only").to_string();
    let fields = [
        ("do", "assign"),
        ("ranking", &ranking(&server)),
        ("policy", &outbound),
        ("rank", ""),
        ("reason", "Trial"),
    ];
    let question = client.post(&path, &fields).await;
    assert_eq!(question.status, 200);
    assert_eq!(
        question.text("dialog h2"),
        "Assign Outbound only to Sales & more?"
    );
    assert!(
        question
            .text("dialog")
            .contains("2 people can no longer be found and contacted")
    );
    assert_eq!(question.texts("dialog tbody .fc-person__id"), names);
    assert_eq!(question.value("reason").as_deref(), Some("Trial"));
    let page = client
        .follow(answer(&client, &question, &[("reason", "Trial")]).await)
        .await;
    assert!(page.toast().contains("has Outbound only now"), "{}", page.toast());
    let list = client.get("/groups").await;
    assert_eq!(order(&list), ["Sales & more"]);

    let group: GroupId = path.rsplit('/').next().unwrap().parse().unwrap();
    let member = person(&server, &names[0]).await;
    let question = client
        .post(
            &path,
            &[("do", "remove-members"), ("member", &member.to_string())],
        )
        .await;
    // Nobody loses anything, so it is done at once.
    assert_eq!(question.status, 303);
    let revision = client.get(&path).await.value("revision").unwrap();
    let question = client
        .post(&path, &[("do", "remove"), ("revision", &revision)])
        .await;
    assert_eq!(
        question.text("dialog h2"),
        "Remove Sales & more with its 1 member?"
    );
    let gone = answer(&client, &question, &[]).await;
    assert_eq!(gone.location().as_deref(), Some("/groups"));
    assert_eq!(client.get(&format!("/groups/{group}")).await.status, 404);
}

#[tokio::test]
async fn a_group_moves_by_its_buttons_and_by_its_rank() {
    let (server, client, [alpha, _, gamma]) = ranked().await;
    let page = client.get("/groups").await;
    assert_eq!(order(&page), ["Alpha", "Beta", "Gamma"]);
    for words in ["Move Gamma up", "Move Alpha down", "Move Beta to rank"] {
        assert!(page.has(&format!("[aria-label='{words}']")), "{words}");
    }
    assert!(page.has("button[aria-label='Move Alpha up'][disabled]"));
    assert!(page.has("button[aria-label='Move Gamma down'][disabled]"));
    let steps: [(GroupId, &str, &str, &str, [&str; 3]); 4] = [
        (gamma, "up", "3", "", ["Alpha", "Gamma", "Beta"]),
        (alpha, "down", "1", "", ["Gamma", "Alpha", "Beta"]),
        (alpha, "move", "2", "99", ["Gamma", "Beta", "Alpha"]),
        (alpha, "move", "3", "1", ["Alpha", "Gamma", "Beta"]),
    ];
    for (group, command, seen, rank, expected) in steps {
        let fields = [
            ("group", &*group.to_string()),
            ("ranking", &ranking(&server)),
            ("seen", seen),
            ("rank", rank),
            ("do", command),
        ];
        let moved = client.post("/groups", &fields).await;
        assert_eq!(moved.status, 303, "nobody is a member: {:?}", alert(&moved));
        assert_eq!(order(&client.follow(moved).await), expected, "{command}");
    }
    let before = ranking(&server);
    let fields = [
        ("group", &*alpha.to_string()),
        ("ranking", &before),
        ("rank", "1"),
        ("do", "move"),
    ];
    let stays = client.follow(client.post("/groups", &fields).await).await;
    assert!(stays.toast().contains("has rank 1 already"), "{}", stays.toast());
    assert_eq!(ranking(&server), before, "no change was made");
}

#[tokio::test]
async fn ranks_that_are_none_are_said_and_kept() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    for (typed, words) in [
        ("0", "Ranks begin with 1"),
        ("-3", "Ranks begin with 1"),
        ("first", "“first” is no rank"),
        ("1.5", "“1.5” is no rank"),
        ("", "Write the rank"),
    ] {
        let fields = [
            ("group", &*beta.to_string()),
            ("ranking", &ranking(&server)),
            ("rank", typed),
            ("do", "move"),
        ];
        let refused = client.post("/groups", &fields).await;
        assert_eq!(refused.status, 422, "{typed}");
        let field = format!("rank-{beta}");
        assert!(
            refused.field_error(&field).contains(words),
            "{typed}: {}",
            refused.body
        );
        assert_eq!(
            refused.attribute(&format!("[id='{field}']"), "value").as_deref(),
            Some(typed)
        );
        let path = format!("/groups/{alpha}");
        let outbound = policy(&server, "NoPersonalChat").to_string();
        let fields = [
            ("do", "assign"),
            ("ranking", &ranking(&server)),
            ("policy", &outbound),
            ("rank", typed),
            ("reason", "why"),
        ];
        if !typed.is_empty() {
            let refused = client.post(&path, &fields).await;
            assert_eq!(refused.status, 422, "{typed}");
            assert!(refused.field_error("rank").contains(words), "{typed}");
            assert_eq!(refused.value("rank").as_deref(), Some(typed));
            assert_eq!(refused.value("policy").as_deref(), Some(outbound.as_str()));
            assert_eq!(refused.value("reason").as_deref(), Some("why"));
        }
    }
    assert_eq!(order(&client.get("/groups").await), ["Alpha", "Beta", "Gamma"]);
}

#[tokio::test]
async fn a_stale_order_is_a_conflict_that_shows_what_is_and_offers_the_move_again() {
    let (server, client, [alpha, beta, gamma]) = ranked().await;
    let seen = ranking(&server);
    let fields = [
        ("group", &*gamma.to_string()),
        ("ranking", &seen),
        ("seen", "3"),
        ("do", "up"),
    ];
    assert_eq!(client.post("/groups", &fields).await.status, 303);
    let other = server.sign_in(Role::GlobalAdministrator).await;
    let fields = [
        ("group", &*beta.to_string()),
        ("ranking", &seen),
        ("rank", "1"),
        ("do", "move"),
    ];
    let conflict = other.post("/groups", &fields).await;
    assert_eq!(conflict.status, 409);
    let bar = alert(&conflict);
    assert!(
        bar.contains("Not saved. Teams Administrator 1 changed the ranks"),
        "{bar}"
    );
    assert_eq!(order(&conflict), ["Alpha", "Gamma", "Beta"]);
    assert_eq!(conflict.text(".fc-messagebar button"), "Move Beta to rank 1 now");
    let document = conflict.html();
    let inputs = scraper::Selector::parse(".fc-messagebar form input").unwrap();
    let again: Vec<_> = document
        .select(&inputs)
        .map(|input| {
            (
                input.attr("name").unwrap().to_owned(),
                input.attr("value").unwrap().to_owned(),
            )
        })
        .collect();
    let again: Vec<_> = again
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let moved = other.post("/groups", &again).await;
    assert_eq!(order(&other.follow(moved).await), ["Beta", "Alpha", "Gamma"]);

    let path = format!("/groups/{alpha}");
    let outbound = policy(&server, "NoPersonalChat").to_string();
    for command in ["assign", "unassign"] {
        let fields = [
            ("do", command),
            ("ranking", &seen),
            ("policy", &outbound),
            ("rank", "2"),
            ("reason", "kept"),
        ];
        let conflict = client.post(&path, &fields).await;
        assert_eq!(conflict.status, 409, "{command}");
        assert!(alert(&conflict).contains("changed the ranks"), "{command}");
        assert_eq!(conflict.value("reason").as_deref(), Some("kept"));
        assert_eq!(conflict.value("policy").as_deref(), Some(outbound.as_str()));
        assert_eq!(
            conflict.value("ranking").unwrap(),
            ranking(&server),
            "saving again is not stale"
        );
    }
    for command in ["remove", "rename"] {
        let fields = [
            ("do", command),
            ("revision", "1"),
            ("display_name", "Alpha 2"),
            ("mail", ""),
        ];
        let conflict = client.post(&path, &fields).await;
        assert_eq!(conflict.status, 409, "{command}");
        assert!(alert(&conflict).contains("changed this group"), "{command}");
        assert_eq!(conflict.value("display_name").as_deref(), Some("Alpha 2"));
    }
}

#[tokio::test]
async fn a_move_that_takes_something_is_reviewed_first_with_everybody_as_a_file() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let names = people(&server, "global", 30).await;
    add_members(&server, alpha, &names).await;
    add_members(&server, beta, &names).await;
    let fields = [
        ("group", &*beta.to_string()),
        ("ranking", &ranking(&server)),
        ("rank", "1"),
        ("do", "move"),
    ];
    let question = client.post("/groups", &fields).await;
    assert_eq!(question.status, 200);
    assert_eq!(question.text("dialog h2"), "Move Beta to rank 1?");
    assert!(
        question
            .text("dialog")
            .contains("30 people lose chat with personal accounts")
    );
    assert_eq!(question.texts("dialog tbody .fc-person__id").len(), 20);
    assert!(
        !question.has("dialog input[name=acknowledge]"),
        "30 of 500 are fewer than a tenth"
    );
    let file = question
        .attribute("dialog button[formaction]", "formaction")
        .unwrap();
    let carried = dialog(&question);
    let carried: Vec<_> = carried
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let csv = client.post(&file, &carried).await;
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    let mut rows = csv::Reader::from_reader(csv.body.trim_start_matches('\u{feff}').as_bytes());
    let rows: Vec<_> = rows.records().map(|row| row.unwrap()).collect();
    assert_eq!(
        rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>(),
        names
    );
    for row in &rows {
        assert_eq!((&row[3], &row[5]), ("Outbound only", "NoPersonalChat"));
        assert_eq!((&row[7], &row[8]), ("True", "False"));
    }
    assert_eq!(
        order(&client.get("/groups").await),
        ["Alpha", "Beta", "Gamma"],
        "nothing is done yet"
    );
    let page = client.follow(answer(&client, &question, &[]).await).await;
    assert_eq!(order(&page), ["Beta", "Alpha", "Gamma"]);
    assert!(page.toast().contains("30 people lose chat"), "{}", page.toast());
}

#[tokio::test]
async fn a_change_that_reaches_many_has_to_be_acknowledged() {
    let (server, client, [alpha, _, _]) = ranked().await;
    let names = people(&server, "global", 50).await;
    let path = format!("/groups/{alpha}");
    let list = names.join("\n");
    let fields = [("do", "add"), ("people", list.as_str())];
    let question = client.post(&path, &fields).await;
    assert_eq!(question.text("dialog h2"), "Add 50 people to Alpha?");
    assert!(
        question
            .text(".fc-acknowledge")
            .contains("50 of 500 people (10%)")
    );
    let missing = answer(&client, &question, &[]).await;
    assert_eq!(missing.status, 422);
    assert!(
        missing
            .field_error("acknowledge")
            .starts_with("Not saved. Tick this first")
    );
    assert_eq!(
        client
            .get(&format!("{path}?tab=members"))
            .await
            .texts("tbody .fc-person__id")
            .len(),
        0
    );
    let done = answer(&client, &missing, &[("acknowledge", "on")]).await;
    assert_eq!(client.follow(done).await.texts("tbody .fc-person__id").len(), 50);
}

#[tokio::test]
async fn people_who_are_not_clear_are_named_and_do_not_stop_the_others() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let group = add_group(&server, "Sales").await;
    let path = format!("/groups/{group}");
    let names = people(&server, "global", 2).await;
    let id = person(&server, &names[1]).await;
    let list = format!(
        "{}\nnobody@contoso.example.com\nSIP:{}\n{id}",
        names[0],
        names[0].to_uppercase()
    );
    let page = client.post(&path, &[("do", "add"), ("people", &list)]).await;
    assert_eq!(page.status, 200);
    let told = alert(&page);
    assert!(told.contains("2 people added to Sales."), "{told}");
    assert!(
        told.contains("“nobody@contoso.example.com” is nobody in the directory"),
        "{told}"
    );
    assert!(told.contains("was there twice"), "{told}");
    assert_eq!(
        page.value("people").as_deref(),
        Some("nobody@contoso.example.com")
    );
    assert_eq!(page.texts("tbody .fc-person__id"), names);
    let again = client
        .follow(client.post(&path, &[("do", "add"), ("people", &names[0])]).await)
        .await;
    assert!(
        again
            .toast()
            .contains("Nobody was added to Sales. 1 was a member already."),
        "{}",
        again.toast()
    );
    for (typed, words) in [
        ("nobody@contoso.example.com", "is nobody in the directory"),
        ("  \n,", "Nobody was added. Write the sign-in names"),
    ] {
        let refused = client.post(&path, &[("do", "add"), ("people", typed)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains(words), "{words}");
    }
    let none = client.post(&path, &[("do", "remove-members")]).await;
    assert_eq!(none.status, 422);
    assert!(alert(&none).contains("Tick the members first"));
}

#[tokio::test]
async fn an_address_that_several_people_share_is_named() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let group = add_group(&server, "Sales").await;
    let shared = "team@contoso.example.com";
    let alice = person(&server, ALICE).await;
    let bob: PersonId = person(&server, &people(&server, "global", 1).await[0]).await;
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    for id in [alice, bob] {
        let connection = &mut transaction.connection();
        let mut found = forecourt_store::person::find(connection, tenant, id)
            .await
            .unwrap()
            .unwrap();
        found.mail = Some(shared.to_owned());
        forecourt_store::person::upsert(connection, tenant, &found, server.context().now)
            .await
            .unwrap();
    }
    transaction.commit().await.unwrap();
    let page = client
        .post(&format!("/groups/{group}"), &[("do", "add"), ("people", shared)])
        .await;
    assert_eq!(page.status, 422);
    let told = alert(&page);
    assert!(
        told.contains("is the address of more than one person") && told.contains(ALICE),
        "{told}"
    );
    assert!(told.contains(&bob.to_string()), "{told}");
}

#[tokio::test]
async fn whom_the_policy_does_not_reach_is_said_with_the_reason_and_the_masks_are_removed() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let plain = people(&server, "global", 3).await;
    let direct = people(&server, "direct", 2).await;
    add_members(&server, alpha, &plain[..1]).await;
    add_members(&server, beta, &plain).await;
    add_members(&server, beta, &direct).await;
    let list = client.get("/groups").await;
    let rows = list.texts("[aria-labelledby=ranking-h] tbody tr");
    assert!(rows[1].contains("3 2 direct, 1 better rank"), "{}", rows[1]);
    let path = format!("/groups/{beta}");
    let page = client.get(&format!("{path}?tab=not-reached")).await;
    let reasons = page.texts(".fc-compare tbody tr");
    assert_eq!(
        reasons,
        [
            "Reached by this policy 2",
            "Direct assignment, which comes first 2",
            "Group Alpha, rank 1 1"
        ]
    );
    assert_eq!(page.texts("tbody .fc-person__id").len(), 3);
    let shown = client.get(&format!("{path}?tab=direct")).await;
    let mut names = shown.texts("tbody .fc-person__id");
    names.sort();
    let mut expected = direct.clone();
    expected.sort();
    assert_eq!(names, expected);
    let here = format!("{path}?tab=direct");
    let question = client.post(&here, &[("do", "remove-masking")]).await;
    assert_eq!(
        question.text("dialog h2"),
        "Remove 2 direct assignments of members of Beta?"
    );
    let page = client.follow(answer(&client, &question, &[]).await).await;
    assert!(
        page.toast().contains("2 direct assignments removed."),
        "{}",
        page.toast()
    );
    assert!(
        page.toast().contains("Undo"),
        "direct assignments can come back: {}",
        page.toast()
    );
    assert_eq!(page.text(".fc-empty__title"), "Nobody is left out");
    let none = client
        .follow(client.post(&here, &[("do", "remove-masking")]).await)
        .await;
    assert!(
        none.toast().contains("no member has a direct assignment"),
        "{}",
        none.toast()
    );
}

#[tokio::test]
async fn policies_and_groups_that_cannot_be_are_refused_and_nothing_is_half_done() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let path = format!("/groups/{alpha}");
    let assign = async |policy: &str, rank: &str| {
        let current = ranking(&server);
        let fields = [
            ("do", "assign"),
            ("ranking", current.as_str()),
            ("policy", policy),
            ("rank", rank),
        ];
        client.post(&path, &fields).await
    };
    let before = ranking(&server);
    let same = assign(&policy(&server, "Outbound only").to_string(), "").await;
    assert_eq!(same.status, 409);
    assert!(
        alert(&same).contains("has this policy already"),
        "{:?}",
        alert(&same)
    );
    for unknown in ["00000000-0000-0000-0000-0000000000ff", "nonsense"] {
        let gone = assign(unknown, "").await;
        assert_eq!(gone.status, 409);
        assert!(
            alert(&gone).contains("there is no such policy"),
            "{:?}",
            alert(&gone)
        );
    }
    let none = assign("", "").await;
    assert_eq!(none.status, 422);
    assert!(none.field_error("policy").contains("Choose a policy first"));
    let global = assign(&policy(&server, "Global").to_string(), "").await;
    assert_eq!(global.status, 422);
    assert!(global.field_error("policy").contains("it is not assigned"));
    let unknown = client.post(&path, &[("do", "explode")]).await;
    assert_eq!(unknown.status, 409);
    assert_eq!(ranking(&server), before);

    for missing in ["00000000-0000-0000-0000-0000000000ff", "nonsense", "Beta"] {
        assert_eq!(
            client.get(&format!("/groups/{missing}")).await.status,
            404,
            "{missing}"
        );
        let answer = client
            .post(&format!("/groups/{missing}"), &[("do", "unassign")])
            .await;
        assert_eq!(answer.status, 404, "{missing}");
        let file = client
            .post(&format!("/groups/{missing}/concerned.csv"), &[("do", "unassign")])
            .await;
        assert_eq!(file.status, 404, "{missing}");
        let moved = client
            .post("/groups", &[("group", missing), ("rank", "1"), ("do", "move")])
            .await;
        assert_eq!(moved.status, 404, "{missing}");
        assert!(alert(&moved).contains("There is no such group"), "{missing}");
    }
    let current = ranking(&server);
    let taken = client
        .post(
            &format!("/groups/{beta}"),
            &[("do", "unassign"), ("ranking", &current)],
        )
        .await;
    assert_eq!(taken.status, 303);
    let current = ranking(&server);
    let again = client
        .post(
            &format!("/groups/{beta}"),
            &[("do", "unassign"), ("ranking", &current)],
        )
        .await;
    assert_eq!(again.status, 409);
    assert!(alert(&again).contains("The group has no policy"));
}

#[tokio::test]
async fn a_sixty_fifth_group_with_a_policy_is_refused() {
    let server = contoso().await;
    let client = server.sign_in(Role::TeamsAdministrator).await;
    let mut last = None;
    for number in 1..=65 {
        let group = add_group(&server, &format!("Group {number:02}")).await;
        if number <= 64 {
            assign(&server, group, "Outbound only", None).await;
        }
        last = Some(group);
    }
    let path = format!("/groups/{}", last.unwrap());
    let outbound = policy(&server, "Outbound only").to_string();
    let fields = [
        ("do", "assign"),
        ("ranking", &*ranking(&server)),
        ("policy", &outbound),
        ("rank", "1"),
    ];
    let refused = client.post(&path, &fields).await;
    assert_eq!(refused.status, 409);
    assert!(
        alert(&refused).contains("64 groups have a policy already"),
        "{:?}",
        alert(&refused)
    );
    let list = client.get("/groups").await;
    assert_eq!(order(&list).len(), 64);
    // The list of all groups goes on where the page ends.
    assert_eq!(list.texts("[aria-labelledby=all-h] tbody tr").len(), 50);
    let document = list.html();
    let links = scraper::Selector::parse(".fc-pagination a").unwrap();
    let next = document
        .select(&links)
        .next()
        .unwrap()
        .attr("href")
        .unwrap()
        .to_owned();
    let rest = client.get(&next).await;
    assert_eq!(rest.texts("[aria-labelledby=all-h] tbody tr").len(), 15);
    let found = client.get("/groups?q=group%200").await;
    assert_eq!(found.texts("[aria-labelledby=all-h] tbody tr").len(), 9);
    assert_eq!(
        client.get("/groups?q=zzz").await.text(".fc-empty__title"),
        "Nothing matches"
    );
}

#[tokio::test]
async fn a_group_is_renamed_and_a_wrong_name_is_kept() {
    let (server, client, [alpha, _, _]) = ranked().await;
    let path = format!("/groups/{alpha}");
    let revision = client.get(&path).await.value("revision").unwrap();
    let rename = async |name: &str, mail: &str| {
        let fields = [
            ("do", "rename"),
            ("revision", &*revision),
            ("display_name", name),
            ("mail", mail),
        ];
        client.post(&path, &fields).await
    };
    let refused = rename("", "alpha").await;
    assert_eq!(refused.status, 422);
    assert_eq!(refused.field_error("display_name"), "Give the group a name.");
    assert_eq!(refused.value("mail").as_deref(), Some("alpha"));
    let refused = rename("Alpha", "alpha").await;
    assert!(refused.field_error("mail").contains("with an @"));
    let same = client.follow(rename("Alpha", "").await).await;
    assert!(same.toast().contains("Nothing was changed"), "{}", same.toast());
    let renamed = client
        .follow(rename("Alpha & Ω", "a@contoso.example.com").await)
        .await;
    assert_eq!(renamed.title(), "Alpha & Ω");
    assert_eq!(order(&client.get("/groups").await)[0], "Alpha & Ω");
    drop(server);
}

#[tokio::test]
async fn readers_see_everything_and_can_change_nothing() {
    let (server, _, [alpha, _, _]) = ranked().await;
    for role in [Role::HelpDesk, Role::GlobalReader] {
        let client = server.sign_in(role).await;
        let list = client.get("/groups").await;
        assert_eq!(order(&list), ["Alpha", "Beta", "Gamma"]);
        assert!(!list.has(".fc-rankmover"), "{role:?}");
        let page = client.get(&format!("/groups/{alpha}")).await;
        assert!(page.has("select[name=policy][disabled]"), "{role:?}");
        assert!(!page.has("button[value=remove]"), "{role:?}");
        let fields = [
            ("group", &*alpha.to_string()),
            ("ranking", &ranking(&server)),
            ("do", "down"),
            ("seen", "1"),
        ];
        assert_eq!(client.post("/groups", &fields).await.status, 403, "{role:?}");
    }
}

#[tokio::test]
async fn a_nested_group_is_shown_as_not_reached() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    add_members(&server, beta, &people(&server, "global", 3).await).await;
    let mut transaction = server.services().database().begin().await.unwrap();
    let tenant = server.services().tenant();
    forecourt_store::group::set_children(&mut transaction.connection(), tenant, alpha, &[beta])
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let page = client.get(&format!("/groups/{alpha}?tab=inside")).await;
    assert_eq!(page.texts("tbody .fc-table__name"), ["Beta"]);
    assert!(
        page.text(".fc-note").contains("Their 3 people are not reached"),
        "{}",
        page.body
    );
}

#[tokio::test]
async fn a_person_shows_every_group_and_the_one_that_wins() {
    let (server, client, [alpha, beta, _]) = ranked().await;
    let name = people(&server, "global", 1).await;
    add_members(&server, alpha, &name).await;
    add_members(&server, beta, &name).await;
    let plain = add_group(&server, "Zebra").await;
    add_members(&server, plain, &name).await;
    let id = person(&server, &name[0]).await;
    let page = client.get(&format!("/users/{id}")).await;
    let groups = page.texts("[aria-labelledby=groups] tbody tr");
    assert_eq!(
        groups,
        [
            "Alpha Outbound only, rank 1",
            "Beta NoPersonalChat, rank 2",
            "Zebra – no policy"
        ]
    );
    let evidence = page.texts("[aria-labelledby=access] tr").join(" | ");
    assert!(
        evidence.contains("Group Alpha , rank 1 Outbound only Wins: best rank"),
        "{evidence}"
    );
    assert!(
        evidence.contains("Group Beta , rank 2 NoPersonalChat Not used: a group with a better rank applies"),
        "{evidence}"
    );
}

#[tokio::test]
async fn what_was_typed_comes_back_after_the_session_has_ended() {
    let server = contoso().await;
    let group = add_group(&server, "Sales").await;
    server
        .add_administrator("Ada", "ada@aldergrove.example", Role::GlobalAdministrator)
        .await;
    let client = server.sign_in_as("ada@aldergrove.example").await;
    server.clock.advance(time::Duration::minutes(31));
    let path = format!("/groups/{group}");
    let sent = client
        .post(&path, &[("do", "add"), ("people", "a@contoso.example.com")])
        .await;
    let page = client.get(&sent.location().unwrap()).await;
    let (next, draft) = (page.value("next").unwrap(), page.value("draft").unwrap());
    let fields = [
        ("email", "ada@aldergrove.example"),
        ("password", crate::support::PASSWORD),
        ("next", &*next),
        ("draft", &*draft),
    ];
    let back = client.follow(client.post("/sign-in", &fields).await).await;
    assert_eq!(back.value("people").as_deref(), Some("a@contoso.example.com"));
    assert!(alert(&back).contains("Not saved yet"), "{:?}", alert(&back));
}

#[tokio::test]
async fn with_chat_off_for_everybody_nothing_has_to_be_asked() {
    let (server, client, [alpha, _, _]) = ranked().await;
    let stored = get_settings(server.services(), &server.context()).unwrap();
    let mut off = stored.settings.clone();
    off.allow_teams_consumer = false;
    save_settings(
        server.services(),
        &server.context(),
        stored.revision,
        &off,
        None,
        None,
    )
    .await
    .unwrap();
    let list = people(&server, "global", 50).await.join("\n");
    let added = client
        .post(&format!("/groups/{alpha}"), &[("do", "add"), ("people", &list)])
        .await;
    assert_eq!(added.status, 303, "{:?}", alert(&added));
}
