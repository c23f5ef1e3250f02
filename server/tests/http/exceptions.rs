//! Assignments that end by themselves: on a person's page, for a selection, and the list of them.

use crate::contoso::{contoso, person, policy};
use crate::support::{Client, Page, TestServer};
use forecourt_model::authority::Role;
use forecourt_service::exception::expire_due;
use forecourt_service::people;
use time::Duration;

const ALICE: &str = "alice.ashdown@contoso.example.com";

struct Desk {
    server: TestServer,
    client: Client,
    path: String,
}

async fn desk(role: Role) -> Desk {
    let server = contoso().await;
    let alice = person(&server, ALICE).await;
    let client = server.sign_in(role).await;
    let path = format!("/users/{alice}");
    Desk { server, client, path }
}

impl Desk {
    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let revision = self.client.get(&self.path).await.value("revision").unwrap();
        let mut all = vec![("revision", revision.as_str())];
        all.extend_from_slice(fields);
        self.client.post(path, &all).await
    }

    async fn assign(&self, fields: &[(&str, &str)]) -> Page {
        let policy = policy(&self.server, "FederationAndPICDefault").to_string();
        let mut all = vec![("policy", policy.as_str()), ("do", "assign")];
        all.extend_from_slice(fields);
        self.send(&self.path, &all).await
    }

    fn revision(&self) -> forecourt_model::Revision {
        self.server.services().snapshot().unwrap().revision()
    }
}

#[tokio::test]
async fn an_assignment_with_an_end_says_so_and_goes_back() {
    let desk = desk(Role::TeamsAdministrator).await;
    let fields = [
        ("expires", "2021-12-31"),
        ("reason", "Fair in Hanover"),
        ("owner", "Mara <b>Lund</b>"),
    ];
    let done = desk.assign(&fields).await;
    assert_eq!(done.status, 303, "{:?} {}", done.messages(), done.body);
    let page = desk.client.follow(done).await;
    assert!(page.toast().contains("Ends 31 Dec 2021."), "{}", page.toast());
    let card = page.text("section[aria-labelledby=exception]");
    for words in [
        "31 Dec 2021",
        "Mara <b>Lund</b>",
        "Fair in Hanover",
        "because nothing is assigned",
    ] {
        assert!(card.contains(words), "{words} in {card}");
    }
    desk.server.clock.advance(Duration::days(30));
    let context = desk.server.context();
    expire_due(desk.server.services(), &context, context.now)
        .await
        .unwrap();
    // The session has ended meanwhile.
    let client = desk.server.sign_in(Role::TeamsAdministrator).await;
    let page = client.get(&desk.path).await;
    assert_eq!(
        (page.status, page.has("section[aria-labelledby=exception]")),
        (200, false)
    );
    let history = page.text("section:has(#history)");
    assert!(history.contains("ended an exception"), "{history}");
}

#[tokio::test]
async fn what_cannot_be_taken_stays_in_the_form() {
    let desk = desk(Role::TeamsAdministrator).await;
    let before = desk.revision();
    for (date, time, field, words) in [
        ("2021-12-01", "", "expires", "This moment has passed"),
        ("someday", "", "expires", "is not a day"),
        ("2041-01-01", "", "expires", "more than 10 years"),
        ("2021-12-31", "99:99", "expires_time", "is not a time of day"),
        ("", "10:00", "expires", "Add the day"),
    ] {
        let fields = [
            ("expires", date),
            ("expires_time", time),
            ("owner", "Mara"),
            ("reason", "Fair"),
        ];
        let page = desk.assign(&fields).await;
        assert_eq!(page.status, 422, "{date} {time}");
        assert!(
            page.field_error(field).contains(words),
            "{}",
            page.field_error(field)
        );
        assert_eq!(page.value("expires").as_deref(), Some(date));
        assert_eq!(page.value("expires_time").as_deref(), Some(time));
        assert_eq!(
            (page.value("owner").as_deref(), page.value("reason").as_deref()),
            (Some("Mara"), Some("Fair"))
        );
    }
    let none = desk
        .send(
            &desk.path,
            &[("policy", "none"), ("do", "assign"), ("expires", "2021-12-31")],
        )
        .await;
    assert_eq!(none.status, 422);
    assert!(
        none.field_error("expires").contains("nothing to end"),
        "{}",
        none.field_error("expires")
    );
    assert_eq!(desk.revision(), before, "nothing was changed");
}

#[tokio::test]
async fn the_question_about_a_loss_carries_the_end_along() {
    let desk = desk(Role::TeamsAdministrator).await;
    let off = policy(&desk.server, "NoPersonalChat").to_string();
    let fields = [
        ("policy", off.as_str()),
        ("do", "assign"),
        ("expires", "2021-12-31"),
        ("owner", "Mara"),
    ];
    let asked = desk.send(&desk.path, &fields).await;
    assert_eq!(
        asked.attribute("dialog input[name=expires]", "value").as_deref(),
        Some("2021-12-31")
    );
    assert_eq!(
        asked.attribute("dialog input[name=owner]", "value").as_deref(),
        Some("Mara")
    );
}

#[tokio::test]
async fn an_exception_is_extended_made_permanent_and_ended() {
    let desk = desk(Role::TeamsAdministrator).await;
    desk.assign(&[("expires", "2021-12-31")]).await;
    let change = format!("{}/exception", desk.path);
    let wrong = desk
        .send(&change, &[("do", "extend"), ("expires", "2021-01-01")])
        .await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.field_error("extend-expires").contains("has passed"));
    let empty = desk.send(&change, &[("do", "extend")]).await;
    assert!(empty.field_error("extend-expires").contains("Choose the day"));
    let moved = desk
        .send(
            &change,
            &[
                ("do", "extend"),
                ("expires", "2022-01-31"),
                ("expires_time", "17:30"),
            ],
        )
        .await;
    let page = desk.client.follow(moved).await;
    assert!(
        page.text("section[aria-labelledby=exception]")
            .contains("31 Jan 2022, 17:30 UTC")
    );
    let stale = [("revision", "1"), ("do", "end")];
    assert_eq!(desk.client.post(&change, &stale).await.status, 409);
    let page = desk
        .client
        .follow(desk.send(&change, &[("do", "permanent")]).await)
        .await;
    assert!(
        page.text("section[aria-labelledby=exception]")
            .contains("Not by itself")
    );
    let page = desk
        .client
        .follow(desk.send(&change, &[("do", "end")]).await)
        .await;
    assert!(page.toast().contains("was ended"), "{}", page.toast());
    assert!(!page.has("section[aria-labelledby=exception]"));
    let undo = page.attribute(".fc-toast form", "action").unwrap();
    assert_eq!(desk.client.post(&undo, &[("quick", "true")]).await.status, 303);
    assert!(
        desk.client
            .get(&desk.path)
            .await
            .has("section[aria-labelledby=exception]")
    );
    let nobody = "/users/00000000-0000-0000-0000-000000000001/exception";
    assert_eq!(desk.client.post(nobody, &[("do", "end")]).await.status, 404);
    assert_eq!(
        desk.client
            .post("/users/nobody/exception", &[("do", "end")])
            .await
            .status,
        404
    );
}

#[tokio::test]
async fn a_selection_gets_an_end_and_the_list_shows_it() {
    let desk = desk(Role::TeamsAdministrator).await;
    let policy = policy(&desk.server, "FederationAndPICDefault").to_string();
    let people = people::slice(
        desk.server.services(),
        &desk.server.context(),
        &people::Filter::default(),
        people::Order::default(),
        None,
        3,
    )
    .await
    .unwrap()
    .0;
    let ids: Vec<_> = people.iter().map(|listed| listed.person.id.to_string()).collect();
    let mut fields: Vec<_> = ids.iter().map(|id| ("user", id.as_str())).collect();
    fields.extend([
        ("do", "assign"),
        ("policy", policy.as_str()),
        ("confirmed", "true"),
        ("acknowledge", "on"),
    ]);
    let before = desk.revision();
    let mut wrong = fields.clone();
    wrong.extend([("expires", "yesterday"), ("owner", "Mara")]);
    let page = desk.client.post("/users", &wrong).await;
    assert_eq!(page.status, 422);
    assert!(
        page.field_error("expires").contains("is not a day"),
        "{}",
        page.body
    );
    assert_eq!(
        (page.value("owner").as_deref(), page.value("policy")),
        (Some("Mara"), Some(policy.clone()))
    );
    assert_eq!(desk.revision(), before);
    fields.extend([("expires", "2021-12-10"), ("owner", "Mara"), ("reason", "=1+1")]);
    assert_eq!(desk.client.post("/users", &fields).await.status, 303);
    let page = desk.client.get("/exceptions").await;
    assert_eq!((page.status, page.title().as_str()), (200, "Exceptions"));
    assert_eq!(
        page.texts("section[aria-labelledby=exceptions] tbody tr").len(),
        3
    );
    assert!(
        page.texts(".fc-tabs__tab")
            .join("|")
            .contains("Ending in 30 days")
    );
    assert_eq!(
        desk.client
            .get("/exceptions?when=overdue")
            .await
            .texts("tbody tr")
            .len(),
        0
    );
    assert_eq!(
        desk.client
            .get("/exceptions?owner=mara&when=soon")
            .await
            .texts("tbody tr")
            .len(),
        3
    );
    let nobody = desk
        .client
        .get("/exceptions?owner=Nobody&when=nonsense&cursor=%27%3B--")
        .await;
    assert_eq!(nobody.status, 200);
    assert!(nobody.body.contains("No exception matches"));
    let file = desk.client.get("/exceptions/export.csv?when=soon").await;
    assert_eq!(file.body.lines().count(), 4, "{}", file.body);
    assert!(
        file.body.contains("'=1+1") && file.body.contains("2021-12-10T23:59:59Z"),
        "{}",
        file.body
    );
    let dashboard = desk.client.get("/").await.text("section[aria-labelledby=review]");
    assert!(
        dashboard.contains("3 exceptions end in the next 7 days"),
        "{dashboard}"
    );
    let reader = desk.server.sign_in(Role::HelpDesk).await;
    let shown = reader.get(&format!("/users/{}", ids.first().unwrap())).await;
    assert!(shown.has("section[aria-labelledby=exception]"));
    assert!(
        !shown.has("section[aria-labelledby=exception] form"),
        "nothing to press"
    );
}
