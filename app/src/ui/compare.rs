//! Numbers side by side: now and after.
use super::Slot;
use leptos::prelude::*;

/// A small table of numbers.
#[component]
pub fn Compare(
    /// What is compared, for those who do not see it.
    #[prop(into)]
    caption: String,
    /// The heads of the columns; the first is the names'.
    columns: Vec<String>,
    /// A name and its values, one a column.
    rows: Vec<(String, Vec<Slot>)>,
    /// The last column is what comes after saving.
    #[prop(optional)]
    after: bool,
) -> impl IntoView {
    let heads: Vec<_> = columns
        .into_iter()
        .map(|head| view! { <th scope="col">{head}</th> })
        .collect();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|(name, values)| {
            let last = values.len();
            let cells: Vec<_> = values
                .into_iter()
                .enumerate()
                .map(|(at, value)| {
                    let value = value.into_option();
                    if after && at + 1 == last {
                        view! { <td class="fc-compare__after">{value}</td> }.into_any()
                    } else {
                        view! { <td>{value}</td> }.into_any()
                    }
                })
                .collect();
            view! { <tr><th scope="row">{name}</th>{cells}</tr> }
        })
        .collect();
    view! {
        <table class="fc-compare">
            <caption class="fc-visually-hidden">{caption}</caption>
            <thead>
                <tr>{heads}</tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
