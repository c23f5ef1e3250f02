//! Taking imports back.

use crate::world::{World, on_both_databases, person};
use forecourt_service::decision::{get_identities, parse_identities, save_identities};
use forecourt_service::{activity, people};

on_both_databases!(
    a_person_who_only_gets_a_number_is_not_changed,
    an_import_goes_back_as_a_whole_and_comes_again,
    an_import_that_something_depends_on_stays,
    people_get_their_old_names_back,
    phone_numbers_come_with_an_import_and_go_with_it,
    phone_numbers_that_are_as_an_import_left_them_go_with_it,
    what_people_got_since_they_were_added_stays,
);

const TENANT: &str = "AllowTeamsConsumer : False\nAllowTeamsConsumerInbound : True\n";
const POLICIES: &str =
    "Identity : Tag:Quiet\nEnableTeamsConsumerAccess : False\nEnableTeamsConsumerInbound : False\n";

fn users(rows: &[(u128, &str, &str)]) -> String {
    let mut text =
        String::from("UserPrincipalName,DisplayName,Identity,AccountEnabled,ExternalAccessPolicy\n");
    for (number, name, policy) in rows {
        let id = person(*number);
        text.push_str(&format!("p{number}@contoso.example,{name},{id},True,{policy}\n"));
    }
    text
}

async fn an_import_goes_back_as_a_whole_and_comes_again(world: World) {
    world.policy("Open", true, true).await;
    world.import_people(&[(1, "Open"), (2, "")]).await.unwrap();
    let before = (
        world.answers().await,
        world.services.snapshot().unwrap().settings.clone(),
    );
    let list = users(&[
        (1, "Person 1", "Quiet"),
        (2, "Renamed", ""),
        (3, "New", "Quiet"),
        (4, "Newer", ""),
    ]);
    let imported = world
        .import(Some(TENANT), Some(POLICIES), Some(&list))
        .await
        .unwrap();
    let after = (
        world.answers().await,
        world.services.snapshot().unwrap().settings.clone(),
    );
    assert_ne!(before, after);
    let undone = world.undo(imported).await.unwrap();
    let back = (
        world.answers().await,
        world.services.snapshot().unwrap().settings.clone(),
    );
    assert_eq!(back, before);
    let again = world.undo(undone).await.unwrap();
    let forth = (
        world.answers().await,
        world.services.snapshot().unwrap().settings.clone(),
    );
    assert_eq!(forth, after);
    world.undo(again).await.unwrap();
    assert_eq!(world.answers().await, before.0);
}

async fn an_import_that_something_depends_on_stays(world: World) {
    let list = users(&[(1, "One", "Quiet"), (2, "Two", "")]);
    let imported = world.import(None, Some(POLICIES), Some(&list)).await.unwrap();
    let quiet = world.services.snapshot().unwrap();
    let quiet = quiet
        .policies
        .iter()
        .find(|policy| policy.name.as_str() == "Quiet")
        .unwrap()
        .id;
    let sales = world.group("Sales").await;
    let joined = world.join(sales, &[2]).await;
    let (message, _) = world.refused(imported).await;
    assert!(message.contains("joined a group: Two"), "{message}");
    world.undo(joined).await.unwrap();
    let ranked = world.rank(sales, quiet, 1).await;
    let (message, on) = world.refused(imported).await;
    assert!(message.contains("Quiet is assigned to Sales by now"), "{message}");
    assert_eq!(on, [ranked]);
    world.undo(ranked).await.unwrap();
    let assigned = world.assign(1, None).await;
    let (message, on) = world.refused(imported).await;
    assert!(
        message.contains("the policy of One was changed again since"),
        "{message}"
    );
    assert_eq!(on, [assigned]);
    world.undo(assigned).await.unwrap();
    let other = world.import_people(&[(9, "")]).await.unwrap();
    let held = world.assign(9, Some(quiet)).await;
    let (message, on) = world.refused(imported).await;
    assert!(
        message.contains("people got the policy Quiet since: Person 9"),
        "{message}"
    );
    assert_eq!(on, [held]);
    world.undo(held).await.unwrap();
    let edited = world
        .edit(quiet, |settings| settings.enable_teams_consumer_access = true)
        .await;
    let (message, on) = world.refused(imported).await;
    assert!(
        message.contains("the policy Quiet was changed since"),
        "{message}"
    );
    assert_eq!(on, [edited]);
    world.undo(edited).await.unwrap();
    world.undo(imported).await.unwrap();
    world.undo(other).await.unwrap();
    assert!(world.answers().await.is_empty());
}

async fn people_get_their_old_names_back(world: World) {
    let first = world
        .import(None, None, Some(&users(&[(1, "One", "")])))
        .await
        .unwrap();
    let second = world
        .import(None, None, Some(&users(&[(1, "Uno", "")])))
        .await
        .unwrap();
    let (message, _) = world.refused(first).await;
    assert!(
        message.contains("changed again since, or joined a group: Uno"),
        "{message}"
    );
    world.undo(second).await.unwrap();
    let view = people::get(&world.services, &world.now(), person(1))
        .await
        .unwrap();
    assert_eq!(view.person.display_name, "One");
    world.undo(first).await.unwrap();
    assert!(
        people::get(&world.services, &world.now(), person(1))
            .await
            .is_err()
    );
}

/// A list of people with their phone numbers.
fn with_numbers(rows: &[(u128, &str)]) -> String {
    let mut text = String::from("UserPrincipalName,DisplayName,Identity,PhoneNumber\n");
    for (number, phones) in rows {
        let id = person(*number);
        text.push_str(&format!(
            "p{number}@contoso.example,Person {number},{id},\"{phones}\"\n"
        ));
    }
    text
}

/// What chat servers know the first three people by.
async fn numbers(world: &World) -> [String; 3] {
    let mut found = [const { String::new() }; 3];
    for (number, known) in (1..).zip(&mut found) {
        let held = get_identities(&world.services, &world.later(), person(number)).await;
        let held: Vec<_> = held.unwrap().into_iter().map(|one| one.value).collect();
        *known = held.join(" ");
    }
    found
}

async fn phone_numbers_come_with_an_import_and_go_with_it(world: World) {
    let first = with_numbers(&[(1, "+4711111, +4711112"), (2, "+4722222")]);
    world.import(None, None, Some(&first)).await.unwrap();
    assert_eq!(numbers(&world).await, ["+4711111 +4711112", "+4722222", ""]);
    // Numbers change hands; whoever has none in the file keeps theirs; other identities stay.
    let matrix = parse_identities("@p2:chat.example\n+4722222").unwrap();
    save_identities(&world.services, &world.later(), person(2), &matrix)
        .await
        .unwrap();
    let second = with_numbers(&[(1, ""), (2, "+4733333"), (3, "+4722222")]);
    let imported = world.import(None, None, Some(&second)).await.unwrap();
    let after = ["+4711111 +4711112", "@p2:chat.example +4733333", "+4722222"];
    assert_eq!(numbers(&world).await, after);
    let undone = world.undo(imported).await.unwrap();
    let before = ["+4711111 +4711112", "@p2:chat.example +4722222", ""];
    assert_eq!(numbers(&world).await, before);
    let again = world.undo(undone).await.unwrap();
    assert_eq!(numbers(&world).await, after);
    // What was changed again since stays.
    save_identities(&world.services, &world.later(), person(3), &[])
        .await
        .unwrap();
    let (message, _) = world.refused(again).await;
    assert!(message.contains("p3@contoso.example"), "{message}");
    // A number that somebody keeps is not taken from them.
    let third = with_numbers(&[(3, "+4711111"), (4, "")]);
    world.import(None, None, Some(&third)).await.unwrap();
    assert_eq!(numbers(&world).await, [after[0], after[1], ""]);
}

async fn phone_numbers_that_are_as_an_import_left_them_go_with_it(world: World) {
    let import = async |rows: &[(u128, &str)]| {
        let imported = world.import(None, None, Some(&with_numbers(rows))).await;
        imported.unwrap()
    };
    let first = import(&[(1, "+4711111"), (2, "")]).await;
    // Whoever wrote them last, they are the same again.
    let second = import(&[(1, "+4722222")]).await;
    let (message, _) = world.refused(first).await;
    assert!(message.contains("p1@contoso.example"), "{message}");
    world.undo(second).await.unwrap();
    let both = parse_identities("@p1:chat.example\n+4711111").unwrap();
    for known in [&both[..], &both[..1]] {
        assert_eq!(known[0].value, "+4711111");
        save_identities(&world.services, &world.later(), person(1), known)
            .await
            .unwrap();
    }
    // Numbers that the import did not give stay, and so does the person.
    let third = import(&[(2, "+4733333")]).await;
    let (message, _) = world.refused(first).await;
    assert!(message.contains(": p2@contoso.example."), "{message}");
    world.undo(third).await.unwrap();
    let gone = world.undo(first).await.unwrap();
    assert!(world.answers().await.is_empty());
    world.undo(gone).await.unwrap();
    assert_eq!(numbers(&world).await, ["+4711111", "", ""]);
}

async fn a_person_who_only_gets_a_number_is_not_changed(world: World) {
    world
        .import(None, None, Some(&users(&[(1, "Person 1", "")])))
        .await
        .unwrap();
    let numbered = world
        .import(None, None, Some(&with_numbers(&[(1, "+4711111")])))
        .await
        .unwrap();
    let entry = activity::get(&world.services, &world.now(), numbered)
        .await
        .unwrap();
    let said: Vec<_> = entry
        .detail
        .fields
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(said, ["People with other phone numbers"]);
    // Nothing about the person was written, so a new name is no obstacle.
    world
        .import(None, None, Some(&users(&[(1, "Renamed", "")])))
        .await
        .unwrap();
    world.undo(numbered).await.unwrap();
    assert_eq!(numbers(&world).await, ["", "", ""]);
    assert_eq!(world.everybody().await[0].display_name, "Renamed");
}

async fn what_people_got_since_they_were_added_stays(world: World) {
    let open = world.policy("Open", true, true).await.id;
    let imported = world
        .import_people(&[(1, ""), (2, ""), (3, "Open"), (4, "")])
        .await
        .unwrap();
    let assigned = world.assign(2, Some(open)).await;
    let (message, on) = world.refused(imported).await;
    assert!(
        message.contains("were given a policy, an end or identities since: Person 2"),
        "{message}"
    );
    assert_eq!(on, [assigned]);
    world.undo(assigned).await.unwrap();
    let identities = parse_identities("@three:chat.contoso.example").unwrap();
    save_identities(&world.services, &world.later(), person(3), &identities)
        .await
        .unwrap();
    let known = world.revision();
    let (message, on) = world.refused(imported).await;
    assert!(
        message.contains("were given a policy, an end or identities since: Person 3"),
        "{message}"
    );
    assert_eq!(on, [known]);
    save_identities(&world.services, &world.later(), person(3), &[])
        .await
        .unwrap();
    // What the import itself assigned is no obstacle.
    world.undo(imported).await.unwrap();
    assert!(world.answers().await.is_empty());
}
