//! What a change does to people, in words, in numbers and drawn: the same on every page that shows it.

use crate::paths;
use crate::ui::{
    Bar, Bars, Compare, Gap, Impact as ImpactLine, ImpactKind, Slot, Stack, number, people, share,
};
use forecourt_model::access::{Impact, SourceKind};
use leptos::prelude::*;

/// Whether people lose, only gain, or nothing changes for anybody.
pub fn impact_kind(impact: &Impact) -> ImpactKind {
    if impact.takes_something() {
        ImpactKind::Loss
    } else if impact.affected > 0 {
        ImpactKind::Gain
    } else {
        ImpactKind::NoEffect
    }
}

/// What happens to people, without a full stop: "1,204 people lose chat with personal accounts".
pub fn impact_words(impact: &Impact) -> String {
    let (chat, inbound) = (impact.chat, impact.inbound);
    if chat.lose > 0 {
        let verb = if chat.lose == 1 { "loses" } else { "lose" };
        format!("{} {verb} chat with personal accounts", people(chat.lose))
    } else if inbound.lose > 0 {
        format!(
            "{} can no longer be found and contacted by personal accounts",
            people(inbound.lose)
        )
    } else if chat.gain > 0 {
        format!("{} can start chats with personal accounts", people(chat.gain))
    } else if inbound.gain > 0 {
        format!(
            "{} can be found and contacted by personal accounts",
            people(inbound.gain)
        )
    } else {
        "Nobody gains or loses anything".to_owned()
    }
}

/// What the title leaves out, in sentences: the other question, gains beside losses, and who stays as they are.
fn impact_rest(impact: &Impact) -> Vec<String> {
    let (chat, inbound) = (impact.chat, impact.inbound);
    let mut rest = Vec::new();
    if chat.lose > 0 && inbound.lose > 0 {
        rest.push(format!("{} could be found and contacted.", people(inbound.lose)));
    }
    if impact.takes_something() && chat.gain > 0 {
        rest.push(format!("{} can start chats from now on.", people(chat.gain)));
    }
    if inbound.gain > 0 && (impact.takes_something() || chat.gain > 0) {
        rest.push(format!("{} can be found and contacted.", people(inbound.gain)));
    }
    if impact.affected > 0 && !impact.takes_something() {
        rest.push("Nobody loses anything.".to_owned());
    }
    if chat.lose > 0 {
        if chat.keep > 0 {
            rest.push(format!("{} keep it.", people(chat.keep)));
        }
        if chat.without > 0 {
            rest.push(format!("{} have none today.", people(chat.without)));
        }
    } else if inbound.lose > 0 && chat.keep > 0 {
        rest.push(format!("{} can still start chats.", people(chat.keep)));
    }
    rest
}

/// What saving does, in a Save bar: goes inside [`SaveBar`](crate::ui::SaveBar).
pub fn impact_line(impact: &Impact) -> impl IntoView + use<> {
    impact_line_with(impact, None)
}

/// The same with a sentence that the page knows better: "That includes 38 whose own policy allows it".
pub fn impact_line_with(impact: &Impact, sentence: Option<String>) -> impl IntoView + use<> {
    let kind = impact_kind(impact);
    let title = match kind {
        ImpactKind::Loss | ImpactKind::Gain => format!("Before you save: {}", impact_words(impact)),
        ImpactKind::NoEffect | ImpactKind::Saved => {
            "Unsaved changes, nobody gains or loses anything".to_owned()
        }
    };
    let mut sentences = impact_rest(impact);
    sentences.splice(0..0, sentence);
    let link = (impact.affected > 0).then(|| view! { <a href=paths::users()>"See the people"</a> });
    let text = match (sentences.is_empty(), link) {
        (true, None) => Slot::default(),
        (_, link) => Slot::from(view! { {sentences.join(" ")} " " {link} }),
    };
    view! { <ImpactLine kind title text /> }
}

/// The words for where a policy comes from.
pub fn source_words(source: SourceKind) -> &'static str {
    match source {
        SourceKind::Direct => "Direct assignment",
        SourceKind::Group => "Group assignment",
        SourceKind::Global => "Global policy",
    }
}

/// The numbers of a change: both questions now and after saving, and drawn, how many of those who lose (or gain)
/// have their policy from where.
pub fn impact_panel(impact: &Impact) -> impl IntoView + use<> {
    let columns = ["People", "Now", "After saving"].map(str::to_owned).to_vec();
    let row = |name: &str, now: u64, after: u64| {
        (
            name.to_owned(),
            vec![Slot::from(number(now)), Slot::from(number(after))],
        )
    };
    let rows = vec![
        row("Can start chats", impact.chat.before(), impact.chat.after()),
        row(
            "Can be found and contacted",
            impact.inbound.before(),
            impact.inbound.after(),
        ),
        row(
            "Neither",
            impact.people - impact.chat.before().min(impact.people),
            impact.people - impact.chat.after().min(impact.people),
        ),
    ];
    let bars = impact_bars(impact);
    view! {
        <Stack gap=Gap::Four>
            <Compare caption="People, now and after saving" columns rows after=true />
            {bars}
        </Stack>
    }
}

/// Who loses or gains, by where their policy comes from: one bar a source, as long as its share of that source.
fn impact_bars(impact: &Impact) -> Option<AnyView> {
    if impact.affected == 0 {
        return None;
    }
    let takes = impact.takes_something();
    let bars = impact
        .by_source
        .iter()
        .map(|entry| {
            let counts = [entry.chat, entry.inbound];
            let part = counts
                .map(|counts| if takes { counts.lose } else { counts.gain })
                .into_iter()
                .max()
                .unwrap_or_default();
            let whole = entry.chat.before() + entry.chat.gain + entry.chat.without;
            Bar {
                label: source_words(entry.source).to_owned(),
                value: number(part),
                note: Some(format!("of {}, {}", number(whole), share(part, whole))),
                part,
                whole,
            }
        })
        .collect::<Vec<_>>();
    let caption = if takes {
        "Who loses something, by where their policy comes from"
    } else {
        "Who gains something, by where their policy comes from"
    };
    let view = view! {
        <div class="fc-stack fc-stack--2">
            <p class="fc-muted fc-small">{caption}</p>
            <Bars bars />
        </div>
    };
    Some(view.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;
    use forecourt_model::PolicyId;
    use forecourt_model::access::{Cohort, Switches, impact};

    fn cohort(people: u64, source: SourceKind, before: Switches) -> Cohort {
        Cohort {
            people,
            source,
            before,
            after: before,
            policy: PolicyId::GLOBAL,
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
}
