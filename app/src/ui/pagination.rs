//! Pages of a list.
use super::{Glyph, Icon, IconSize, Slot};
use leptos::prelude::*;

/// A step in the row of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStep {
    /// A page, counted from 1.
    Page(u32),
    /// Pages left out.
    Gap,
}

/// The pages to offer: the first, the last, the current one and its neighbours.
pub fn page_steps(current: u32, last: u32) -> Vec<PageStep> {
    let mut steps = Vec::new();
    let mut previous = 0;
    for page in
        (1..=last).filter(|&page| page == 1 || page == last || page.abs_diff(current) <= 1 || last <= 7)
    {
        if page > previous + 2 {
            steps.push(PageStep::Gap);
        } else if page == previous + 2 {
            steps.push(PageStep::Page(previous + 1));
        }
        steps.push(PageStep::Page(page));
        previous = page;
    }
    steps
}

/// The pages of a list, with what is shown of how many.
#[component]
pub fn Pagination<F>(
    /// "1 to 10 of 46 people in EMEA field, 1,262 in all".
    #[prop(into)]
    summary: Slot,
    /// The page shown, counted from 1.
    current: u32,
    /// The last page; no links when it is 1 or 0.
    last: u32,
    /// The address of a page.
    href: F,
) -> impl IntoView
where
    F: Fn(u32) -> String,
{
    let links = (last > 1).then(|| {
        let pages: Vec<_> = page_steps(current, last)
            .into_iter()
            .map(|step| match step {
                PageStep::Gap => view! { <span class="fc-pagination__page" aria-hidden="true">"…"</span> }.into_any(),
                PageStep::Page(page) => view! {
                    <a class="fc-pagination__page" href=href(page) aria-current=(page == current).then_some("page")>
                        {page}
                    </a>
                }
                .into_any(),
            })
            .collect();
        let before = (current > 1).then(|| href(current - 1));
        let after = (current < last).then(|| href(current + 1));
        view! {
            <div class="fc-pagination__pages">
                {step_link("Previous page", Icon::ChevronLeft, before)} {pages}
                {step_link("Next page", Icon::ChevronRight, after)}
            </div>
        }
    });
    view! { <nav class="fc-pagination" aria-label="Pages"><span>{summary.into_option()}</span>{links}</nav> }
}

fn step_link(label: &'static str, icon: Icon, href: Option<String>) -> impl IntoView {
    let off = href.is_none();
    view! {
        <a
            class="fc-pagination__page"
            href=href
            role=off.then_some("link")
            aria-disabled=off.then_some("true")
            aria-label=label
        >
            <Glyph icon size=IconSize::Small class="fc-icon--mirror" />
        </a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;
    use PageStep::{Gap, Page};

    #[test]
    fn few_pages_are_all_offered() {
        assert_eq!(page_steps(1, 5).len(), 5);
        assert_eq!(page_steps(1, 1), [Page(1)]);
        assert!(page_steps(1, 0).is_empty());
    }

    #[test]
    fn many_pages_leave_out_what_is_far() {
        assert_eq!(
            page_steps(10, 20),
            [Page(1), Gap, Page(9), Page(10), Page(11), Gap, Page(20)]
        );
        assert_eq!(
            page_steps(4, 20),
            [Page(1), Page(2), Page(3), Page(4), Page(5), Gap, Page(20)]
        );
    }

    #[test]
    fn on_the_first_page_there_is_no_previous_one() {
        let html = fragment(
            || view! { <Pagination summary="1 to 10 of 46" current=1 last=5 href=|page| format!("?page={page}") /> },
        );
        assert!(
            html.contains(r#"<a role="link" aria-disabled="true" aria-label="Previous page""#),
            "{html}"
        );
        assert!(
            html.contains(r#"<a href="?page=1" aria-current="page" class="fc-pagination__page">1</a>"#),
            "{html}"
        );
    }
}
