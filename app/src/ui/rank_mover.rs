//! The place of a row in an order: typed, by one step, or dragged.
use super::{Button, ButtonSize, FieldError, Glyph, HiddenFields, Icon, IconButton, IconSize, Text};
use leptos::prelude::*;

/// Moves a row: a form with the number of its place and buttons for one step up and down. Inside the island
/// [`RankDrag`](crate::islands::RankDrag) it also has a grip. The button says which in the field `do`: `move` (to the
/// place in `rank`), `up` or `down`.
#[component]
pub fn RankMover(
    /// The id of the field; unique in the page.
    #[prop(into)]
    id: String,
    /// What is moved: "Sales".
    #[prop(into)]
    name: String,
    /// Where the form is posted.
    #[prop(into)]
    action: String,
    /// What the form carries: which row, and the order that it was made from.
    fields: Vec<(String, String)>,
    /// The place now; 1 is best.
    rank: u32,
    /// The last place.
    last: u32,
    /// What was typed instead of the place.
    #[prop(optional, into)]
    typed: Text,
    /// What was not accepted, and what to do.
    #[prop(optional, into)]
    error: Text,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let describes = error.is_some().then(|| error_id.clone());
    let value = typed.or_else(|| rank.to_string());
    let (first, end) = (rank <= 1, rank >= last);
    let (up, down) = (format!("Move {name} up"), format!("Move {name} down"));
    view! {
        <form class="fc-rankmover" method="post" action=action>
            <HiddenFields fields />
            <span class="fc-rankmover__grip" data-grip="" aria-hidden="true" hidden>
                <Glyph icon=Icon::Grip size=IconSize::Small />
            </span>
            <input
                class="fc-input"
                id=id
                name="rank"
                value=value
                inputmode="numeric"
                autocomplete="off"
                maxlength="20"
                aria-label=format!("Move {name} to rank")
                aria-invalid=error.is_some().then_some("true")
                aria-describedby=describes
            />
            <Button size=ButtonSize::Small name="do" value="move">
                "Move"<span class="fc-visually-hidden">{format!(" {name} to this rank")}</span>
            </Button>
            <IconButton icon=Icon::ArrowUp label=up size=ButtonSize::Small name="do" value="up" disabled=first />
            <IconButton
                icon=Icon::ArrowDown label=down size=ButtonSize::Small name="do" value="down" disabled=end
            />
        </form>
        {error.into_option().map(|error| view! { <FieldError id=error_id>{error}</FieldError> })}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;

    #[test]
    fn each_control_says_what_it_moves() {
        let html = fragment(|| {
            let fields = vec![("group".to_owned(), "7".to_owned())];
            view! { <RankMover id="r" name="Sales" action="/groups" fields rank=1 last=3 /> }
        });
        for part in [
            r#"aria-label="Move Sales to rank""#,
            r#"aria-label="Move Sales up""#,
            r#"aria-label="Move Sales down""#,
            " Sales to this rank",
            r#"<input type="hidden" name="group" value="7">"#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(
            html.matches(" disabled").count(),
            1,
            "the first cannot go up: {html}"
        );
        let place = html.find(r#"value="move""#).unwrap();
        assert!(
            place < html.find(r#"value="up""#).unwrap(),
            "Enter moves to the typed place: {html}"
        );
    }

    #[test]
    fn what_was_typed_is_kept_beside_its_error() {
        let html = fragment(|| {
            view! {
                <RankMover id="r" name="Sales" action="/g" fields=Vec::new() rank=1 last=3 typed="x" error="No number." />
            }
        });
        assert!(html.contains(r#"value="x""#), "{html}");
        assert!(html.contains(r#"aria-describedby="r-error""#), "{html}");
    }
}
