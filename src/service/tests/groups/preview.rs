//! What is previewed is what happens, for changes of every kind in an order that looks random.

use crate::support::{Place, code, on_both_databases};
use forecourt_model::access::{Access, Impact, SourceKind};
use forecourt_model::{GroupId, PersonId, PolicyId};
use forecourt_service::group::{self, GroupChange, GroupImpact};
use forecourt_service::{ServiceError, people};
use forecourt_store::person::Person;
use forecourt_testkit::Draw;
use std::collections::{BTreeMap, BTreeSet};

on_both_databases!(what_is_previewed_is_what_happens);

fn some(draw: &mut Draw, people: &[PersonId]) -> Vec<PersonId> {
    (0..=draw.below(12)).map(|_| *draw.one_of(people)).collect()
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
fn any_change(place: &Place, draw: &mut Draw, groups: &[GroupId], may_remove: bool) -> GroupChange {
    let policies = [place.no_chat, place.outbound, place.both];
    let group = *draw.one_of(groups);
    let rank = i64::try_from(draw.below(8)).unwrap();
    match draw.below(12) {
        0..=2 => GroupChange::Assign(
            group,
            policies[draw.below(3)],
            Some(rank).filter(|rank| *rank < 7),
        ),
        3 => GroupChange::Unassign(group),
        4 | 5 => GroupChange::Move(group, rank),
        9 => GroupChange::RemoveMembers(group, some(draw, &place.people)),
        10 => GroupChange::RemoveMasking(group),
        11 if may_remove => GroupChange::Remove(group),
        _ => GroupChange::AddMembers(group, some(draw, &place.people)),
    }
}

async fn what_is_previewed_is_what_happens(place: Place) {
    let mut draw = Draw::seeded(2_021);
    let mut groups = Vec::new();
    for number in 1..=6 {
        groups.push(place.group(&format!("Group {number}")).await);
    }
    let policies = [place.no_chat, place.outbound, place.both];
    let mut members: BTreeMap<GroupId, BTreeSet<PersonId>> = BTreeMap::new();
    let (mut done, mut refused, mut moved) = (0, 0, 0);
    for round in 0..160 {
        if round % 16 == 5 {
            let chosen = some(&mut draw, &place.people);
            let policy = policies[draw.below(3)];
            people::assign_many(&place.services, &place.context, &chosen, Some(policy), None)
                .await
                .unwrap();
        }
        let change = any_change(&place, &mut draw, &groups, round > 140 && groups.len() > 2);
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
