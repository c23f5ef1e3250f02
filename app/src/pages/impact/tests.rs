//! What pages say about a change.

use super::*;
use crate::render::fragment;
use crate::ui::ImpactKind;
use forecourt_model::PolicyId;
use forecourt_model::access::{Cohort, Impact, PolicyChange, SourceKind, Switches, impact};

fn cohort(people: u64, source: SourceKind, before: Switches) -> Cohort {
    Cohort {
        people,
        source,
        before,
        after: before,
        policy: PolicyId::GLOBAL,
        change: PolicyChange::Same,
    }
}

fn switches(access: bool, inbound: bool) -> Switches {
    Switches { access, inbound }
}

/// The organization of the mocks: 1,204 can start, 1,178 can be contacted, 58 neither.
fn aldergrove(before: Switches, after: Switches) -> Impact {
    let cohorts = [
        cohort(1166, SourceKind::Global, Switches::ON),
        cohort(12, SourceKind::Direct, Switches::ON),
        cohort(26, SourceKind::Group, switches(true, false)),
        cohort(58, SourceKind::Group, switches(false, true)),
    ];
    impact((true, before), (true, after), &cohorts)
}

#[test]
fn a_loss_says_who_and_how_many() {
    let lost = aldergrove(Switches::ON, switches(false, true));
    assert_eq!(
        impact_words(&lost),
        "1,204 people lose chat with personal accounts"
    );
    let html = fragment(|| impact_line(&lost));
    assert!(
        html.contains("1,178 people could be found and contacted. 58 people have none today."),
        "{html}"
    );
}

#[test]
fn losing_only_the_inward_side_keeps_the_other() {
    let lost = aldergrove(Switches::ON, switches(true, false));
    assert_eq!(
        impact_words(&lost),
        "1,178 people can no longer be found and contacted by personal accounts"
    );
    let html = fragment(|| impact_line(&lost));
    assert!(html.contains("1,204 people can still start chats."), "{html}");
}

#[test]
fn a_gain_takes_nothing() {
    let gained = aldergrove(switches(true, false), Switches::ON);
    assert_eq!(impact_kind(&gained), ImpactKind::Gain);
    let html = fragment(|| impact_line(&gained));
    assert!(html.contains("Nobody loses anything."), "{html}");
}

#[test]
fn the_panel_has_both_questions_and_the_sources() {
    let lost = aldergrove(Switches::ON, switches(false, true));
    let html = fragment(|| impact_panel(&lost));
    for part in [
        r#"<th scope="row">Can start chats</th><td>1,204</td><td class="fc-compare__after">0</td>"#,
        r#"<th scope="row">Neither</th><td>58</td><td class="fc-compare__after">1,262</td>"#,
        "Group assignment",
        "of 84, 31%",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[test]
fn nobody_affected_draws_nothing() {
    let none = aldergrove(Switches::ON, Switches::ON);
    assert_eq!(impact_kind(&none), ImpactKind::NoEffect);
    assert!(!fragment(|| impact_panel(&none)).contains("fc-bars"));
}
