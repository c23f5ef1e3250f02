//! Groups: who comes and goes, ranks, and that what is previewed is what happens. On both databases.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a helper that fails fails its test"
)]

use forecourt_model::access::{Access, Impact, SourceKind};
use forecourt_model::authority::Role;
use forecourt_model::policy::PolicySettings;
use forecourt_model::{AdministratorId, GroupId, PersonId, PolicyId, Revision};
use forecourt_service::group::{self, GroupChange, GroupImpact, GroupInput, Ranked, Which};
use forecourt_service::organization::{NewOrganization, create_organization};
use forecourt_service::policy::{self, NewPolicy};
use forecourt_service::{Actor, FixedClock, OpContext, SeededRandom, ServiceError, Services, people, undo};
use forecourt_store::person::Person;
use forecourt_store::{Database, change, migrate, person};
use forecourt_testkit::TempDir;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use time::macros::datetime;
use uuid::Uuid;

/// Runs each case on SQLite and on PostgreSQL.
macro_rules! on_both_databases {
    ($($case:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $case() {
                let folder = forecourt_testkit::TempDir::new().unwrap();
                super::$case(super::sqlite(&folder).await).await;
            })+
        }
        mod on_postgres {
            $(#[tokio::test] async fn $case() {
                super::$case(super::start(&forecourt_testkit::fresh_database().await).await).await;
            })+
        }
    };
}

on_both_databases!(
    joiners_get_the_policy_at_once_and_leavers_lose_it,
    nested_groups_give_nothing,
    ranks_are_packed_after_every_change,
    a_sixty_fifth_group_is_refused_and_a_freed_place_is_not,
    a_stale_order_says_who_came_first,
    what_is_previewed_is_what_happens,
    masks_are_removed_as_one_change_that_can_be_taken_back,
    typed_people_are_found_in_every_way_and_the_rest_is_named,
    readers_change_nothing,
    a_group_without_a_policy_masks_nobody,
);

/// A test organization with people and policies.
struct Place {
    services: Services,
    context: OpContext,
    people: Vec<PersonId>,
    no_chat: PolicyId,
    outbound: PolicyId,
    both: PolicyId,
}

async fn sqlite(folder: &TempDir) -> Place {
    start(&format!("sqlite://{}/test.db", folder.path().display())).await
}

async fn start(address: &str) -> Place {
    let database = Database::open(address).await.unwrap();
    migrate::up(&database).await.unwrap();
    let clock = Arc::new(FixedClock::new(datetime!(2026-03-02 09:00 UTC)));
    let services = Services::start(database, clock, Arc::new(SeededRandom::new(7)))
        .await
        .unwrap();
    let command = OpContext::command("test", services.clock().now());
    let new = NewOrganization::parse("Contoso", "contoso.example").unwrap();
    create_organization(&services, &command, &new, async |_| Ok(()))
        .await
        .unwrap();
    let context = as_role(&services, Role::TeamsAdministrator);
    let mut transaction = services.database().begin().await.unwrap();
    let mut people = Vec::new();
    for number in 1..=40 {
        let person = somebody(number);
        person::upsert(
            &mut transaction.connection(),
            context.tenant,
            &person,
            context.now,
        )
        .await
        .unwrap();
        people.push(person.id);
    }
    transaction.commit().await.unwrap();
    let add = async |name: &str, access: bool, inbound: bool| {
        let settings = PolicySettings {
            enable_teams_consumer_access: access,
            enable_teams_consumer_inbound: inbound,
            ..PolicySettings::default()
        };
        let new = NewPolicy {
            name: name.to_owned(),
            settings,
        };
        let added = policy::add(&services, &context, new, None, None).await.unwrap();
        added.policy.id
    };
    let no_chat = add("No chat", false, true).await;
    let outbound = add("Outbound only", true, false).await;
    let both = add("Both ways", true, true).await;
    Place {
        services,
        context,
        people,
        no_chat,
        outbound,
        both,
    }
}

fn as_role(services: &Services, role: Role) -> OpContext {
    OpContext {
        actor: Actor::Administrator {
            id: AdministratorId(Uuid::from_u128(40)),
            name: "Priya Raman".to_owned(),
            role,
        },
        ..OpContext::command("test", services.clock().now())
    }
}

fn somebody(number: u128) -> Person {
    Person {
        id: PersonId(Uuid::from_u128(number * 7_919 % 100_003)),
        user_principal_name: format!("p{number}@contoso.example"),
        display_name: format!("Person {:02}", number % 20),
        sip_address: Some(format!("sip:chat{number}@contoso.example")),
        mail: Some(format!("mail{}@contoso.example", number / 2)),
        department: None,
        account_enabled: true,
        direct_policy: None,
        effective_policy: PolicyId::GLOBAL,
        effective_source: SourceKind::Global,
        effective_group: None,
        revision: Revision(1),
    }
}

impl Place {
    async fn group(&self, name: &str) -> GroupId {
        let input = GroupInput {
            display_name: name.to_owned(),
            mail: String::new(),
        };
        group::add(&self.services, &self.context, &input)
            .await
            .unwrap()
            .id
    }

    fn ranking_revision(&self) -> Revision {
        self.services.snapshot().unwrap().ranking_revision
    }

    async fn assign(
        &self,
        group: GroupId,
        policy: PolicyId,
        rank: Option<i64>,
    ) -> Result<Ranked, ServiceError> {
        let expected = self.ranking_revision();
        group::assign(
            &self.services,
            &self.context,
            (group, policy, rank),
            expected,
            None,
        )
        .await
    }

    async fn add(&self, group: GroupId, people: &[PersonId]) {
        group::add_members(&self.services, &self.context, group, people, None)
            .await
            .unwrap();
    }

    async fn everybody(&self) -> BTreeMap<PersonId, Person> {
        let mut reader = self.services.database().read().await.unwrap();
        let found = person::find_many(&mut reader.connection(), self.context.tenant, &self.people).await;
        found
            .unwrap()
            .into_iter()
            .map(|person| (person.id, person))
            .collect()
    }

    async fn policy_of(&self, person: PersonId) -> (PolicyId, SourceKind) {
        let found = &self.everybody().await[&person];
        (found.effective_policy, found.effective_source)
    }

    /// The groups with a policy, best rank first, after checking that their ranks have no gaps.
    fn order(&self) -> Vec<GroupId> {
        let snapshot = self.services.snapshot().unwrap();
        let ranks: Vec<_> = snapshot.ranking.iter().map(|row| row.assignment.rank).collect();
        let packed: Vec<_> = (1..).take(ranks.len()).collect();
        assert_eq!(ranks, packed);
        snapshot.ranking.iter().map(|row| row.assignment.group).collect()
    }
}

fn code(error: &ServiceError) -> &str {
    match error {
        ServiceError::Invalid(errors) => &errors.0[0].code,
        other => other.code(),
    }
}

async fn joiners_get_the_policy_at_once_and_leavers_lose_it(place: Place) {
    let sales = place.group("Sales").await;
    let (first, later) = (place.people[0], place.people[1]);
    place.add(sales, &[first]).await;
    assert_eq!(
        place.policy_of(first).await,
        (PolicyId::GLOBAL, SourceKind::Global)
    );
    place.assign(sales, place.no_chat, None).await.unwrap();
    assert_eq!(place.policy_of(first).await, (place.no_chat, SourceKind::Group));
    // Twice in the list and a member already: each is one membership.
    let done = group::add_members(
        &place.services,
        &place.context,
        sales,
        &[later, first, later],
        None,
    )
    .await
    .unwrap();
    assert_eq!((done.people, done.left_out), (1, 1));
    assert_eq!(done.impact.impact.chat.lose, 1);
    assert_eq!(place.policy_of(later).await, (place.no_chat, SourceKind::Group));
    let done = group::remove_members(&place.services, &place.context, sales, &[first, first], None)
        .await
        .unwrap();
    assert_eq!((done.people, done.left_out), (1, 0));
    assert_eq!(
        place.policy_of(first).await,
        (PolicyId::GLOBAL, SourceKind::Global)
    );
    let nothing = group::remove_members(&place.services, &place.context, sales, &[first], None)
        .await
        .unwrap();
    assert_eq!((nothing.revision, nothing.left_out), (None, 1));
    let expected = place.ranking_revision();
    group::unassign(&place.services, &place.context, sales, expected, None)
        .await
        .unwrap();
    assert_eq!(
        place.policy_of(later).await,
        (PolicyId::GLOBAL, SourceKind::Global)
    );
    // Whoever is in a group that is removed keeps what the others give.
    place.assign(sales, place.outbound, None).await.unwrap();
    let field = place.group("Field").await;
    place.add(field, &[later]).await;
    place.assign(field, place.no_chat, Some(1)).await.unwrap();
    assert_eq!(place.policy_of(later).await.0, place.no_chat);
    let view = group::get(&place.services, &place.context, field).await.unwrap();
    group::remove(&place.services, &place.context, field, view.group.revision, None)
        .await
        .unwrap();
    assert_eq!(place.policy_of(later).await, (place.outbound, SourceKind::Group));
    assert_eq!(place.order(), [sales]);
}

async fn nested_groups_give_nothing(place: Place) {
    let (outer, inner) = (place.group("Outer").await, place.group("Inner").await);
    place.add(inner, &place.people[..3]).await;
    let mut transaction = place.services.database().begin().await.unwrap();
    let tenant = place.context.tenant;
    forecourt_store::group::set_children(&mut transaction.connection(), tenant, outer, &[inner])
        .await
        .unwrap();
    transaction.commit().await.unwrap();
    let done = place.assign(outer, place.no_chat, None).await.unwrap();
    assert_eq!((done.impact.concerned, done.impact.impact.affected), (0, 0));
    for person in &place.people[..3] {
        assert_eq!(place.policy_of(*person).await.1, SourceKind::Global);
    }
    let view = group::get(&place.services, &place.context, outer).await.unwrap();
    assert_eq!((view.group.people, view.children.len()), (0, 1));
    assert_eq!(view.children[0].people, 3);
}

async fn ranks_are_packed_after_every_change(place: Place) {
    let mut groups = Vec::new();
    for name in ["A", "B", "C", "D"] {
        groups.push(place.group(name).await);
    }
    let [a, b, c, d] = [groups[0], groups[1], groups[2], groups[3]];
    for group in [a, b, c] {
        place.assign(group, place.outbound, None).await.unwrap();
    }
    assert_eq!(place.order(), [a, b, c]);
    place.assign(d, place.no_chat, Some(2)).await.unwrap();
    assert_eq!(place.order(), [a, d, b, c]);
    place.assign(a, place.no_chat, None).await.unwrap();
    assert_eq!(place.order(), [a, d, b, c], "another policy keeps its place");
    place.assign(a, place.no_chat, Some(99)).await.unwrap();
    assert_eq!(place.order(), [d, b, c, a]);
    let moved = async |group, rank| {
        let expected = place.ranking_revision();
        group::move_to(&place.services, &place.context, group, rank, expected, None).await
    };
    moved(c, 1).await.unwrap();
    assert_eq!(place.order(), [c, d, b, a]);
    let expected = place.ranking_revision();
    group::unassign(&place.services, &place.context, d, expected, None)
        .await
        .unwrap();
    assert_eq!(place.order(), [c, b, a]);
    let view = group::get(&place.services, &place.context, c).await.unwrap();
    group::remove(&place.services, &place.context, c, view.group.revision, None)
        .await
        .unwrap();
    assert_eq!(place.order(), [b, a]);
    for rank in [0, -1] {
        assert_eq!(code(&moved(b, rank).await.unwrap_err()), "rank-below-one");
        assert_eq!(
            code(&place.assign(d, place.both, Some(rank)).await.unwrap_err()),
            "rank-below-one"
        );
    }
    assert_eq!(code(&moved(d, 1).await.unwrap_err()), "group-without-policy");
    assert_eq!(
        code(&place.assign(b, place.outbound, None).await.unwrap_err()),
        "group-has-policy"
    );
    assert_eq!(
        code(&place.assign(d, PolicyId::GLOBAL, None).await.unwrap_err()),
        "global-is-not-assigned"
    );
    let gone = PolicyId(Uuid::from_u128(99));
    assert_eq!(code(&place.assign(d, gone, None).await.unwrap_err()), "not-found");
    assert_eq!(place.order(), [b, a], "nothing is half done");
}

async fn a_sixty_fifth_group_is_refused_and_a_freed_place_is_not(place: Place) {
    let mut groups = Vec::new();
    for number in 1..=65 {
        let group = place.group(&format!("Group {number}")).await;
        if number <= group::MAXIMUM_RANKED_GROUPS {
            place.assign(group, place.outbound, None).await.unwrap();
        }
        groups.push(group);
    }
    let last = groups[64];
    for rank in [None, Some(1), Some(65)] {
        let refused = place.assign(last, place.no_chat, rank).await.unwrap_err();
        assert_eq!(code(&refused), "too-many-ranked-groups");
    }
    assert_eq!(place.order(), groups[..64]);
    let expected = place.ranking_revision();
    group::unassign(&place.services, &place.context, groups[9], expected, None)
        .await
        .unwrap();
    place.assign(last, place.no_chat, Some(1)).await.unwrap();
    assert_eq!(place.order()[0], last);
    assert_eq!(place.order().len(), 64);
}

async fn a_stale_order_says_who_came_first(place: Place) {
    let (a, b) = (place.group("A").await, place.group("B").await);
    let seen = place.ranking_revision();
    place.assign(a, place.outbound, None).await.unwrap();
    let wanted = (b, place.outbound, None);
    let late = group::assign(&place.services, &place.context, wanted, seen, None).await;
    match late.unwrap_err() {
        ServiceError::Conflict(conflict) => {
            assert_eq!(conflict.changed_by, "Priya Raman");
            assert_eq!(conflict.current, place.ranking_revision());
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(place.order(), [a]);
    // Members are no part of the order: adding some makes no decision about ranks stale.
    let seen = place.ranking_revision();
    place.add(a, &place.people[..2]).await;
    let wanted = (b, place.outbound, None);
    group::assign(&place.services, &place.context, wanted, seen, None)
        .await
        .unwrap();
}

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn some(&mut self, people: &[PersonId]) -> Vec<PersonId> {
        (0..=self.below(12))
            .map(|_| people[self.below(people.len())])
            .collect()
    }
}

/// What everybody has, as the rule says it: the direct assignment, else the best-ranked group's policy, else Global.
fn by_the_rule(
    direct: Option<PolicyId>,
    person: PersonId,
    members: &BTreeMap<GroupId, BTreeSet<PersonId>>,
    order: &[(GroupId, PolicyId)],
) -> (PolicyId, SourceKind, Option<GroupId>) {
    if let Some(policy) = direct {
        return (policy, SourceKind::Direct, None);
    }
    let is_member = |group: &GroupId| members.get(group).is_some_and(|people| people.contains(&person));
    match order.iter().find(|(group, _)| is_member(group)) {
        Some((group, policy)) => (*policy, SourceKind::Group, Some(*group)),
        None => (PolicyId::GLOBAL, SourceKind::Global, None),
    }
}

/// How many lose, gain, keep and are without something.
type Tally = [u64; 4];

/// How many are affected, for both questions how many gain and lose, and the same by source.
type Counted = (u64, Tally, Tally, Vec<(SourceKind, Tally, Tally)>);

/// What a change did, counted one by one.
fn counted(
    place: &Place,
    before: &BTreeMap<PersonId, Person>,
    after: &BTreeMap<PersonId, Person>,
) -> Counted {
    let snapshot = place.services.snapshot().unwrap();
    let access = |person: &Person| -> Access { snapshot.access(person.effective_policy, place.context.now) };
    let mut affected = 0;
    let (mut chat, mut inbound) = (Tally::default(), Tally::default());
    let mut sources: BTreeMap<SourceKind, (Tally, Tally)> = BTreeMap::new();
    let note = |tally: &mut Tally, was: bool, is: bool| match (was, is) {
        (true, false) => tally[0] += 1,
        (false, true) => tally[1] += 1,
        (true, true) => tally[2] += 1,
        (false, false) => tally[3] += 1,
    };
    for (id, person) in before {
        let (was, is) = (access(person), access(&after[id]));
        affected += u64::from(was != is);
        note(&mut chat, was.chat, is.chat);
        note(&mut inbound, was.inbound, is.inbound);
        let source = sources.entry(person.effective_source).or_default();
        note(&mut source.0, was.chat, is.chat);
        note(&mut source.1, was.inbound, is.inbound);
    }
    let sources = sources
        .into_iter()
        .map(|(source, (chat, inbound))| (source, chat, inbound))
        .collect();
    (affected, chat, inbound, sources)
}

/// The same as an impact says it.
fn told(impact: &Impact) -> Counted {
    macro_rules! tally {
        ($counts:expr) => {
            [$counts.lose, $counts.gain, $counts.keep, $counts.without]
        };
    }
    let sources = impact
        .by_source
        .iter()
        .map(|entry| (entry.source, tally!(entry.chat), tally!(entry.inbound)))
        .collect();
    (
        impact.affected,
        tally!(impact.chat),
        tally!(impact.inbound),
        sources,
    )
}

async fn perform(place: &Place, change: &GroupChange) -> Result<GroupImpact, ServiceError> {
    let (services, context) = (&place.services, &place.context);
    let expected = place.ranking_revision();
    Ok(match change {
        GroupChange::Assign(group, policy, rank) => {
            group::assign(services, context, (*group, *policy, *rank), expected, None)
                .await?
                .impact
        }
        GroupChange::Unassign(group) => {
            group::unassign(services, context, *group, expected, None)
                .await?
                .impact
        }
        GroupChange::Move(group, rank) => {
            group::move_to(services, context, *group, *rank, expected, None)
                .await?
                .impact
        }
        GroupChange::AddMembers(group, people) => {
            group::add_members(services, context, *group, people, None)
                .await?
                .impact
        }
        GroupChange::RemoveMembers(group, people) => {
            group::remove_members(services, context, *group, people, None)
                .await?
                .impact
        }
        GroupChange::RemoveMasking(group) => {
            group::remove_masking(services, context, *group, None)
                .await?
                .impact
        }
        GroupChange::Remove(group) => {
            let view = group::get(services, context, *group).await?;
            group::remove(services, context, *group, view.group.revision, None)
                .await?
                .1
        }
    })
}

/// One of all changes that there are, possible or not.
fn any_change(place: &Place, dice: &mut Dice, groups: &[GroupId], may_remove: bool) -> GroupChange {
    let policies = [place.no_chat, place.outbound, place.both];
    let group = groups[dice.below(groups.len())];
    let rank = i64::try_from(dice.below(8)).unwrap();
    match dice.below(12) {
        0..=2 => GroupChange::Assign(
            group,
            policies[dice.below(3)],
            Some(rank).filter(|rank| *rank < 7),
        ),
        3 => GroupChange::Unassign(group),
        4 | 5 => GroupChange::Move(group, rank),
        9 => GroupChange::RemoveMembers(group, dice.some(&place.people)),
        10 => GroupChange::RemoveMasking(group),
        11 if may_remove => GroupChange::Remove(group),
        _ => GroupChange::AddMembers(group, dice.some(&place.people)),
    }
}

async fn what_is_previewed_is_what_happens(place: Place) {
    let mut dice = Dice(2_021);
    let mut groups = Vec::new();
    for number in 1..=6 {
        groups.push(place.group(&format!("Group {number}")).await);
    }
    let policies = [place.no_chat, place.outbound, place.both];
    let mut members: BTreeMap<GroupId, BTreeSet<PersonId>> = BTreeMap::new();
    let (mut done, mut refused, mut moved) = (0, 0, 0);
    for round in 0..160 {
        if round % 16 == 5 {
            let chosen = dice.some(&place.people);
            let policy = policies[dice.below(3)];
            people::assign_many(&place.services, &place.context, &chosen, Some(policy), None)
                .await
                .unwrap();
        }
        let change = any_change(&place, &mut dice, &groups, round > 140 && groups.len() > 2);
        let before = place.everybody().await;
        let preview = group::preview(&place.services, &place.context, &change).await;
        let named = group::concerned(&place.services, &place.context, &change, None, 1_000).await;
        let result = perform(&place, &change).await;
        let (preview, result) = match (preview, result) {
            (Ok(preview), Ok(result)) => (preview, result),
            (Err(preview), Err(result)) => {
                assert_eq!(code(&preview), code(&result), "{change:?}");
                assert_eq!(place.everybody().await, before, "{change:?}");
                refused += 1;
                continue;
            }
            (preview, result) => panic!("{change:?}: {preview:?} and {result:?}"),
        };
        done += 1;
        match &change {
            GroupChange::AddMembers(group, people) => members.entry(*group).or_default().extend(people),
            GroupChange::RemoveMembers(group, people) => {
                members
                    .entry(*group)
                    .or_default()
                    .retain(|person| !people.contains(person));
            }
            GroupChange::Remove(group) => {
                members.remove(group);
                groups.retain(|other| other != group);
            }
            _ => {}
        }
        assert_eq!(preview, result, "{change:?}");
        let after = place.everybody().await;
        let found = counted(&place, &before, &after);
        assert_eq!(preview.impact.people, 40);
        assert_eq!(told(&preview.impact), found, "{change:?}");
        let left: u64 = preview.impact.unaffected.iter().map(|entry| entry.people).sum();
        assert_eq!(left + found.0, 40, "everybody is accounted for: {change:?}");
        let counts = |person: &Person| {
            (
                person.effective_policy,
                person.effective_source,
                person.effective_group,
            )
        };
        let changed: BTreeSet<_> = before
            .iter()
            .filter(|(id, person)| counts(person) != counts(&after[id]))
            .map(|(id, _)| *id)
            .collect();
        let named: BTreeSet<_> = named
            .unwrap()
            .iter()
            .map(|concerned| concerned.person.id)
            .collect();
        assert_eq!(named, changed, "{change:?}");
        moved += changed.len();
        let order: Vec<_> = place
            .services
            .snapshot()
            .unwrap()
            .ranking
            .iter()
            .map(|row| (row.assignment.group, row.assignment.policy))
            .collect();
        for (id, person) in &after {
            let rule = by_the_rule(person.direct_policy, *id, &members, &order);
            assert_eq!(counts(person), rule, "{change:?}");
        }
    }
    assert!(
        done > 90 && refused > 5 && moved > 150,
        "{done} {refused} {moved}"
    );
}

async fn masks_are_removed_as_one_change_that_can_be_taken_back(place: Place) {
    let (services, context) = (&place.services, &place.context);
    let sales = place.group("Sales").await;
    place.add(sales, &place.people[..5]).await;
    place.assign(sales, place.outbound, None).await.unwrap();
    people::assign_many(services, context, &place.people[..3], Some(place.no_chat), None)
        .await
        .unwrap();
    let masked = group::members(services, context, sales, Which::WithDirect, None)
        .await
        .unwrap();
    assert_eq!(masked.people.len(), 3);
    let view = group::get(services, context, sales).await.unwrap();
    assert_eq!((view.reached.by_group, view.reached.by_direct), (2, 3));
    let change = GroupChange::RemoveMasking(sales);
    let preview = group::preview(services, context, &change).await.unwrap();
    assert_eq!(
        (preview.concerned, preview.moved, preview.masked_by_direct),
        (3, 3, 0)
    );
    let reason = Some("Clean up".to_owned());
    let done = group::remove_masking(services, context, sales, reason)
        .await
        .unwrap();
    assert_eq!((done.people, &done.impact), (3, &preview));
    for person in &place.people[..5] {
        assert_eq!(
            place.policy_of(*person).await,
            (place.outbound, SourceKind::Group)
        );
    }
    let revision = done.revision.unwrap();
    let mut reader = services.database().read().await.unwrap();
    let rows = change::people(&mut reader.connection(), context.tenant, revision)
        .await
        .unwrap();
    drop(reader);
    assert_eq!(rows.len(), 3);
    assert!(
        rows.iter()
            .all(|row| row.before == Some(place.no_chat) && row.after.is_none())
    );
    let none = group::remove_masking(services, context, sales, None)
        .await
        .unwrap();
    assert_eq!((none.revision, none.people), (None, 0));
    undo::undo(services, context, revision, None).await.unwrap();
    for person in &place.people[..3] {
        assert_eq!(
            place.policy_of(*person).await,
            (place.no_chat, SourceKind::Direct)
        );
    }
}

async fn typed_people_are_found_in_every_way_and_the_rest_is_named(place: Place) {
    let find = async |text: &str| group::find_typed(&place.services, &place.context, text).await;
    let id = place.people[4];
    let text = format!(
        "P1@CONTOSO.EXAMPLE\nsip:chat2@contoso.example; mail1@contoso.example\n{id}, nobody@contoso.example\n\
         Person <p4@contoso.example>, p1@contoso.example"
    );
    let found = find(&text).await.unwrap();
    assert_eq!(
        found.people,
        [place.people[0], place.people[1], id, place.people[3]]
    );
    assert_eq!(found.unclear, ["mail1@contoso.example", "nobody@contoso.example"]);
    assert_eq!(found.problems.len(), 3, "{:?}", found.problems);
    assert!(
        found.problems[0].contains("p2@contoso.example") && found.problems[0].contains("p3@contoso.example")
    );
    assert!(found.problems[2].contains("was there twice"));
    assert_eq!(code(&find(" ,\n").await.unwrap_err()), "people-empty");
    let many = "a@x.example\n".repeat(group::MAXIMUM_TYPED + 1);
    assert_eq!(code(&find(&many).await.unwrap_err()), "people-too-many");
}

async fn readers_change_nothing(place: Place) {
    let sales = place.group("Sales").await;
    place.add(sales, &place.people[..2]).await;
    let before = place.services.snapshot().unwrap().revision();
    for role in [Role::HelpDesk, Role::GlobalReader] {
        let reader = as_role(&place.services, role);
        let (services, expected) = (&place.services, place.ranking_revision());
        let wanted = (sales, place.outbound, None);
        let refusals = [
            group::assign(services, &reader, wanted, expected, None)
                .await
                .err(),
            group::unassign(services, &reader, sales, expected, None)
                .await
                .err(),
            group::move_to(services, &reader, sales, 1, expected, None)
                .await
                .err(),
            group::add_members(services, &reader, sales, &place.people, None)
                .await
                .err(),
            group::remove_members(services, &reader, sales, &place.people, None)
                .await
                .err(),
            group::remove_masking(services, &reader, sales, None).await.err(),
            group::remove(services, &reader, sales, before, None).await.err(),
            group::add(services, &reader, &GroupInput::default()).await.err(),
            group::rename(services, &reader, sales, &GroupInput::default(), before)
                .await
                .err(),
        ];
        for refusal in refusals {
            assert_eq!(code(&refusal.unwrap()), "forbidden", "{role:?}");
        }
        assert_eq!(
            group::get(services, &reader, sales).await.unwrap().group.people,
            2
        );
    }
    assert_eq!(place.services.snapshot().unwrap().revision(), before);
}

async fn a_group_without_a_policy_masks_nobody(place: Place) {
    let (plain, sales) = (place.group("Plain").await, place.group("Sales").await);
    place.add(sales, &place.people[..2]).await;
    place.assign(sales, place.outbound, None).await.unwrap();
    let change = GroupChange::AddMembers(plain, place.people[..4].to_vec());
    let preview = group::preview(&place.services, &place.context, &change)
        .await
        .unwrap();
    assert_eq!((preview.concerned, preview.moved), (4, 0));
    assert_eq!((preview.masked_by_rank, preview.masked_by_direct), (0, 0));
    let change = GroupChange::Assign(plain, place.no_chat, None);
    place.add(plain, &place.people[..4]).await;
    let preview = group::preview(&place.services, &place.context, &change)
        .await
        .unwrap();
    assert_eq!(
        (preview.concerned, preview.moved, preview.masked_by_rank),
        (4, 2, 2)
    );
}
