//! Controls and checkers over every combination of what they read, against a statement of its own.

#![expect(clippy::indexing_slicing, reason = "a helper that fails fails its test")]

use forecourt_model::compliance::{
    AllowedDomainsFact, Checker, CommunicationFact, Control, Facts, PolicyFacts, Said, Topic, WhyDifferent,
};

const BOTH: [bool; 2] = [true, false];

fn facts() -> impl Iterator<Item = Facts> {
    let domains = [
        AllowedDomainsFact::AllKnown,
        AllowedDomainsFact::Empty,
        AllowedDomainsFact::Some,
    ];
    (0_u32..128 * 3).map(move |number| {
        let bit = |place: u32| ((number / 3) >> place) & 1 == 1;
        Facts {
            allowed_domains: domains[usize::try_from(number % 3).unwrap_or_default()],
            allow_federated_users: bit(0),
            allow_teams_consumer: bit(1),
            allow_teams_consumer_inbound: bit(2),
            trial_tenants_blocked: bit(3),
            global: PolicyFacts {
                federation: bit(4),
                communication: CommunicationFact::OfOrganization,
                access: bit(5),
                inbound: bit(6),
            },
        }
    })
}

/// One row of the table of checkers: tenant access and inbound, Global access and inbound; then whether chat and the way
/// in are possible; then what is said, P or F, by: ScubaGear on chat, Prowler on chat, CIS and Maester on chat, ScubaGear
/// on the way in, CIS on it, Maester on it, Prowler on it.
const TABLE: &str = "
TTTT yes yes FFF FFFF
TTTF yes no  FFF FPPF
TTFT no  no  FFP FPFF
TTFF no  no  FFP FPPF
TFTT yes no  FFF PPPP
TFTF yes no  FFF PPPP
TFFT no  no  FFP PPPP
TFFF no  no  FFP PPPP
FTTT no  no  PPP PPFF
FTTF no  no  PPP PPPF
FTFT no  no  PPP PPFF
FTFF no  no  PPP PPPF
FFTT no  no  PPP PPPP
FFTF no  no  PPP PPPP
FFFT no  no  PPP PPPP
FFFF no  no  PPP PPPP
";

#[test]
fn the_table_of_checkers_holds_in_every_state() {
    let mut seen = 0;
    for facts in facts() {
        let letter = |on: bool| if on { 'T' } else { 'F' };
        let state: String = [
            facts.allow_teams_consumer,
            facts.allow_teams_consumer_inbound,
            facts.global.access,
            facts.global.inbound,
        ]
        .map(letter)
        .iter()
        .collect();
        let row = TABLE.lines().find(|line| line.starts_with(&state)).unwrap();
        let words: Vec<_> = row.split_whitespace().collect();
        assert_eq!(Control::Cis822.is_met(&facts), words[1] == "no", "{row}");
        assert_eq!(Control::Cisa23.is_met(&facts), words[1] == "no", "{row}");
        assert_eq!(Control::Cis823.is_met(&facts), words[2] == "no", "{row}");
        assert_eq!(Control::Cisa22.is_met(&facts), words[2] == "no", "{row}");
        let says = |checker: Checker, control| match checker.says(control, &facts) {
            Said::Pass => 'P',
            Said::Fail => 'F',
            Said::NoCheck => '-',
        };
        let chat: String = [Checker::ScubaGear, Checker::Prowler, Checker::CisText]
            .map(|checker| says(checker, Control::Cis822))
            .iter()
            .collect();
        assert_eq!(chat, words[3], "{row}");
        assert_eq!(
            says(Checker::Maester, Control::Cisa23),
            says(Checker::CisText, Control::Cisa23)
        );
        let inbound: String = [
            Checker::ScubaGear,
            Checker::CisText,
            Checker::Maester,
            Checker::Prowler,
        ]
        .map(|checker| says(checker, Control::Cisa22))
        .iter()
        .collect();
        assert_eq!(inbound, words[4], "{row}");
        seen += 1;
    }
    assert_eq!(seen, 384);
}

#[test]
fn domains_and_trials_in_every_state() {
    use AllowedDomainsFact::{AllKnown, Empty, Some};
    for facts in facts() {
        let tenant = (facts.allow_federated_users, facts.allowed_domains);
        let (met, scuba, prowler) = match tenant {
            (false, _) => (true, Said::Pass, Said::Pass),
            (true, AllKnown) => (!facts.global.federation, Said::Fail, Said::Fail),
            (true, Empty) => (true, Said::Fail, Said::Fail),
            (true, Some) => (true, Said::Pass, Said::Fail),
        };
        for control in [Control::Cisa21, Control::Cis821] {
            assert_eq!(control.is_met(&facts), met, "{facts:?}");
            assert_eq!(Checker::ScubaGear.says(control, &facts), scuba, "{facts:?}");
            assert_eq!(Checker::Prowler.says(control, &facts), prowler, "{facts:?}");
            assert_eq!(Checker::Maester.says(control, &facts), Said::NoCheck);
            assert_eq!(
                Checker::CisText.says(control, &facts) == Said::Pass,
                met,
                "{facts:?}"
            );
        }
        let blocked = if facts.trial_tenants_blocked {
            Said::Pass
        } else {
            Said::Fail
        };
        assert_eq!(Control::Cis824.is_met(&facts), facts.trial_tenants_blocked);
        assert_eq!(Checker::Prowler.says(Control::Cis824, &facts), blocked);
        assert_eq!(Checker::CisText.says(Control::Cis824, &facts), blocked);
        assert_eq!(Checker::ScubaGear.says(Control::Cis824, &facts), Said::NoCheck);
    }
}

#[test]
fn a_difference_is_explained_exactly_where_there_is_one() {
    for facts in facts() {
        for control in Control::ALL {
            for checker in Checker::ALL {
                let said = checker.says(control, &facts);
                let agrees = said == Said::NoCheck || (said == Said::Pass) == control.is_met(&facts);
                let why = checker.why_different(control, &facts);
                assert_eq!(why.is_none(), agrees, "{checker:?} {control:?} {facts:?}");
                let Some(why) = why else { continue };
                // Checkers are too strict, never too lenient, about people on Global.
                assert!(control.is_met(&facts) && said == Said::Fail);
                let global_closes = match control.topic() {
                    Topic::Domains => !facts.global.federation,
                    Topic::Chat => !facts.global.access,
                    Topic::Inbound => !facts.global.access || !facts.global.inbound,
                    Topic::Trials => false,
                };
                let holds = match why {
                    WhyDifferent::IgnoresGlobal => global_closes,
                    WhyDifferent::IgnoresParent => !facts.allow_teams_consumer || !facts.global.access,
                    WhyDifferent::EmptyAllowList => facts.allowed_domains == AllowedDomainsFact::Empty,
                    WhyDifferent::IgnoresDomains => facts.allowed_domains != AllowedDomainsFact::AllKnown,
                };
                assert!(holds, "{why:?} {checker:?} {control:?} {facts:?}");
            }
        }
    }
}

#[test]
fn a_policy_escapes_exactly_when_its_holder_can_do_what_is_forbidden() {
    let rules = [
        CommunicationFact::OfOrganization,
        CommunicationFact::Open,
        CommunicationFact::Restricted,
    ];
    for facts in facts() {
        for (access, inbound, federation) in BOTH.iter().flat_map(|a| {
            BOTH.iter()
                .flat_map(move |b| BOTH.iter().map(move |c| (*a, *b, *c)))
        }) {
            for communication in rules {
                let policy = PolicyFacts {
                    federation,
                    communication,
                    access,
                    inbound,
                };
                let chat = facts.allow_teams_consumer && access;
                assert_eq!(Topic::Chat.is_open(&facts, &policy), chat);
                assert_eq!(
                    Topic::Inbound.is_open(&facts, &policy),
                    facts.allow_teams_consumer && facts.allow_teams_consumer_inbound && access && inbound
                );
                let reaches_all = match (facts.allow_federated_users, federation, communication) {
                    (true, true, CommunicationFact::Open) => true,
                    (true, true, CommunicationFact::OfOrganization) => {
                        facts.allowed_domains == AllowedDomainsFact::AllKnown
                    }
                    _ => false,
                };
                assert_eq!(Topic::Domains.is_open(&facts, &policy), reaches_all);
                assert_eq!(
                    Topic::Trials.is_open(&facts, &policy),
                    !facts.trial_tenants_blocked
                );
            }
        }
    }
}

#[test]
fn ids_are_as_in_the_baselines() {
    let ids = Control::ALL.map(Control::id);
    assert_eq!(
        ids,
        [
            "MS.TEAMS.2.1v2",
            "MS.TEAMS.2.2v2",
            "MS.TEAMS.2.3v2",
            "8.2.1",
            "8.2.2",
            "8.2.3",
            "8.2.4"
        ]
    );
    assert_eq!(ids.iter().collect::<std::collections::BTreeSet<_>>().len(), 7);
}
