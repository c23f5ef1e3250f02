//! Taking imports of groups back.

use crate::world::{World, on_both_databases, person};
use forecourt_model::{GroupId, Revision};
use forecourt_service::group;
use forecourt_service::import::{self, Sources};
use uuid::Uuid;

on_both_databases!(
    groups_members_and_ranks_go_back_and_come_again,
    what_came_to_the_groups_since_keeps_them,
);

const POLICIES: &str =
    "Identity : Tag:Quiet\nEnableTeamsConsumerAccess : False\nEnableTeamsConsumerInbound : False\n";

fn group_id(number: u128) -> GroupId {
    GroupId(Uuid::from_u128(0x9000 + number))
}

fn users(rows: &[(u128, &str)]) -> String {
    let mut text =
        String::from("UserPrincipalName,DisplayName,Identity,AccountEnabled,ExternalAccessPolicy\n");
    for (number, policy) in rows {
        let id = person(*number);
        text.push_str(&format!(
            "p{number}@contoso.example,Person {number},{id},True,{policy}\n"
        ));
    }
    text
}

fn groups(rows: &[(u128, &str)]) -> String {
    let mut text = String::from("GroupId,DisplayName,GroupType,Mail\n");
    for (number, name) in rows {
        text.push_str(&format!("{},{name},Security,\n", group_id(*number).0));
    }
    text
}

fn members(rows: &[(u128, u128)]) -> String {
    let mut text = String::from("GroupId,MemberId,MemberType\n");
    for (group, member) in rows {
        text.push_str(&format!("{},{},User\n", group_id(*group).0, person(*member)));
    }
    text
}

fn assignments(rows: &[(u128, &str)]) -> String {
    let mut text = String::from("GroupId,PolicyType,PolicyName,Rank\n");
    for (rank, (group, policy)) in (1..).zip(rows) {
        let id = group_id(*group).0;
        text.push_str(&format!("{id},ExternalAccessPolicy,{policy},{rank}\n"));
    }
    text
}

impl World {
    async fn import_all(&self, sources: Sources) -> Revision {
        let done = import::apply(&self.services, &self.later(), &sources, None, &|_, _| {})
            .await
            .unwrap();
        assert!(
            done.comparison.problems.is_empty(),
            "{:?}",
            done.comparison.problems
        );
        done.revision.unwrap()
    }

    async fn first_import(&self) {
        self.policy("Open", true, true).await;
        self.import_all(Sources {
            users: Some(users(&[(1, ""), (2, ""), (3, "Open"), (4, "")])),
            groups: Some(groups(&[(1, "Sales"), (2, "Legal")])),
            group_members: Some(members(&[(1, 1), (1, 2), (2, 3)])),
            group_assignments: Some(assignments(&[(1, "Open")])),
            ..Sources::default()
        })
        .await;
    }

    async fn second_import(&self) -> Revision {
        self.import_all(Sources {
            policies: Some(POLICIES.to_owned()),
            users: Some(users(&[
                (1, ""),
                (2, "Quiet"),
                (3, ""),
                (4, ""),
                (5, ""),
                (6, "Quiet"),
            ])),
            groups: Some(groups(&[(1, "Sales and Service"), (3, "Field")])),
            group_members: Some(members(&[(1, 2), (1, 4), (1, 5), (3, 1), (3, 5)])),
            group_assignments: Some(assignments(&[(3, "Quiet"), (1, "Open"), (2, "Quiet")])),
            ..Sources::default()
        })
        .await
    }

    /// Every group with its members.
    async fn groups(&self) -> Vec<(String, Vec<u128>)> {
        let page = group::list(&self.services, &self.now(), "", None).await.unwrap();
        let mut all = Vec::new();
        for found in page.groups {
            let mut reader = self.services.database().read().await.unwrap();
            let ids = forecourt_store::group_member::ids(
                &mut reader.connection(),
                self.services.tenant(),
                found.group.id,
            )
            .await
            .unwrap();
            let numbers = ids.iter().map(|id| id.0.as_u128() - 0x7000).collect();
            all.push((found.group.display_name, numbers));
        }
        all
    }
}

async fn groups_members_and_ranks_go_back_and_come_again(world: World) {
    world.first_import().await;
    let before = (world.answers().await, world.groups().await, world.ranking());
    let imported = world.second_import().await;
    let after = (world.answers().await, world.groups().await, world.ranking());
    assert_ne!(before, after);
    assert_eq!(after.2.len(), 3);
    let undone = world.undo(imported).await.unwrap();
    assert_eq!(
        (world.answers().await, world.groups().await, world.ranking()),
        before
    );
    let again = world.undo(undone).await.unwrap();
    assert_eq!(
        (world.answers().await, world.groups().await, world.ranking()),
        after
    );
    world.undo(again).await.unwrap();
    assert_eq!(
        (world.answers().await, world.groups().await, world.ranking()),
        before
    );
}

async fn what_came_to_the_groups_since_keeps_them(world: World) {
    world.first_import().await;
    let imported = world.second_import().await;
    let joined = world.join(group_id(3), &[3]).await;
    let (message, _) = world.refused(imported).await;
    assert!(
        message.contains("people became members of Field since: Person 3"),
        "{message}"
    );
    world.undo(joined).await.unwrap();
    let moved = world.move_to(group_id(2), 1).await;
    let (message, on) = world.refused(imported).await;
    assert!(
        message.contains("the policies of groups were changed again since"),
        "{message}"
    );
    assert_eq!(on, [moved]);
    world.undo(moved).await.unwrap();
    let left = world.leave(group_id(1), &[4]).await;
    let (message, on) = world.refused(imported).await;
    assert!(
        message.contains("not everybody whom it added is a member any more: Person 4"),
        "{message}"
    );
    assert_eq!(on, [left]);
    world.undo(left).await.unwrap();
    let other = world.group("Other").await;
    let elsewhere = world.join(other, &[5]).await;
    let (message, _) = world.refused(imported).await;
    assert!(message.contains("joined a group: Person 5"), "{message}");
    world.undo(elsewhere).await.unwrap();
    let removed = world.remove_group(group_id(3)).await;
    let (message, _) = world.refused(imported).await;
    assert!(
        message.contains("changed again since") || message.contains("Field was removed since"),
        "{message}"
    );
    world.undo(removed).await.unwrap();
}
