//! What can be put together, to be tried on each engine.

use super::{Extent, by_cohort, count, key_length, page, stage, stretch, window_end};
use crate::database::Engine;
use crate::person_list::{Cohort, Guide, Order, PersonFilter, Position, SortKey, Walk};
use forecourt_model::TenantId;
use uuid::Uuid;

/// Every kind of statement that is put together, by name: each shape in each order, from each kind of position, with
/// every filter and with none, as `engine` takes it. The text has the marks of [`crate::dialect::text_for`].
pub fn composed(engine: Engine) -> Vec<(String, String)> {
    let full = PersonFilter {
        words: vec!["a".to_owned(), "bcd".to_owned()],
        policies: Some(vec![forecourt_model::PolicyId::GLOBAL]),
        sources: forecourt_model::access::SourceKind::ALL.to_vec(),
        enabled: Some(true),
        department: Some("c".to_owned()),
    };
    let cohort = |key: &str| Cohort {
        policy: forecourt_model::PolicyId::GLOBAL,
        source: forecourt_model::access::SourceKind::Global,
        sort_key: key.to_owned(),
    };
    let cohorts = [cohort("a"), cohort("b")];
    let tenant = TenantId::DEFAULT;
    let mut all = Vec::new();
    let words = PersonFilter {
        words: full.words.clone(),
        ..PersonFilter::default()
    };
    for (name, filter) in [
        ("none", PersonFilter::default()),
        ("words", words),
        ("full", full),
    ] {
        all.extend(by_cohorts(engine, name, &filter, &cohorts));
        for walk in [Walk::Ranked, Walk::Foremost, Walk::Along] {
            let guide = Guide {
                walk,
                cohorts: &cohorts,
                commonness: None,
                stretches: &[],
            };
            let text = stretch(tenant, &filter, (1, 2), true, 1, &guide).text;
            all.push((format!("person_list::stretch {name} {walk:?}"), text));
        }
        all.push((
            format!("person_list::stage {name}"),
            stage(tenant, &filter, Uuid::nil()).text,
        ));
        for walk in [Walk::Order, Walk::Window(5), Walk::Gather] {
            let guide = Guide {
                walk,
                cohorts: &cohorts,
                commonness: None,
                stretches: &[],
            };
            let counted = count(tenant, &filter, &guide).text;
            all.push((format!("person_list::count {name} {walk:?}"), counted));
            for key in SortKey::ALL {
                if !walk.can(key) {
                    continue;
                }
                let mut values = vec![Uuid::nil().to_string(); key_length(key)];
                if let Some(first) = values.first_mut() {
                    "a".clone_into(first);
                }
                let positions = [
                    Position::Start,
                    Position::After(values.clone()),
                    Position::Before(values),
                ];
                for position in &positions {
                    let order = Order {
                        key,
                        descending: false,
                    };
                    let text = page(tenant, &filter, order, position, 1, &guide).text;
                    all.push((
                        format!("person_list::page {name} {walk:?} {key:?} {position:?}"),
                        text,
                    ));
                    if let Walk::Window(size) = walk {
                        let text = window_end(tenant, order, position, size).text;
                        all.push((format!("person_list::window_end {key:?} {position:?}"), text));
                    }
                }
            }
        }
    }
    all
}

/// Walking several cohorts, one and none, from the start and from a place, both ways.
fn by_cohorts(
    engine: Engine,
    name: &str,
    filter: &PersonFilter,
    cohorts: &[Cohort],
) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for key in SortKey::ALL.into_iter().filter(|key| Walk::Cohorts.can(*key)) {
        let behind = ["a".to_owned(), Uuid::nil().to_string()];
        for (from, cohorts) in [
            (None, cohorts),
            (Some(&behind[..]), cohorts.get(..1).unwrap_or_default()),
            (None, &[]),
        ] {
            for ascending in [true, false] {
                let extent = Extent {
                    from,
                    ascending,
                    limit: 1,
                };
                let text = by_cohort(engine, TenantId::DEFAULT, filter, key, cohorts, extent).text;
                let count = cohorts.len();
                all.push((
                    format!("person_list::by_cohort {name} {key:?} {extent:?} {count}"),
                    text,
                ));
            }
        }
    }
    all
}
