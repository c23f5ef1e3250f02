//! Space between things: the only ways to put it there.
use super::class::class_list;
use leptos::prelude::*;

/// How far apart things are, on the 4 px grid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Gap {
    /// 4 px: related lines.
    One,
    /// 8 px: controls of one row.
    Two,
    /// 12 px.
    Three,
    /// 16 px: fields, cards of an aside.
    Four,
    /// What the layout has by itself: 24 px for a stack, 8 px for a cluster.
    #[default]
    Usual,
}

/// Things below each other.
#[component]
pub fn Stack(
    /// How far apart.
    #[prop(optional)]
    gap: Gap,
    /// The things.
    children: Children,
) -> impl IntoView {
    let gap = match gap {
        Gap::One => "fc-stack--1",
        Gap::Two => "fc-stack--2",
        Gap::Three => "fc-stack--3",
        Gap::Four => "fc-stack--4",
        Gap::Usual => "",
    };
    view! { <div class=class_list("fc-stack", [gap])>{children()}</div> }
}

/// Things beside each other, that wrap.
#[component]
pub fn Cluster(
    /// The first at the start, the last at the end.
    #[prop(optional)]
    between: bool,
    /// 16 px apart instead of 8.
    #[prop(optional)]
    wide: bool,
    /// The things.
    children: Children,
) -> impl IntoView {
    let between = if between { "fc-cluster--between" } else { "" };
    let wide = if wide { "fc-cluster--4" } else { "" };
    view! { <div class=class_list("fc-cluster", [wide, between])>{children()}</div> }
}

/// How wide the cells of a grid are at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GridKind {
    /// Cards.
    #[default]
    Cards,
    /// Cards with a number each.
    Narrow,
    /// Numbers.
    Tight,
}

/// Equal cells, as many in a row as there is room for.
#[component]
pub fn Grid(
    /// How wide the cells are.
    #[prop(optional)]
    kind: GridKind,
    /// The cells.
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        GridKind::Cards => "",
        GridKind::Narrow => "fc-grid--narrow",
        GridKind::Tight => "fc-grid--tight",
    };
    view! { <div class=class_list("fc-grid", [kind])>{children()}</div> }
}

/// What the second column is to the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColumnsKind {
    /// An aside.
    #[default]
    Aside,
    /// An aside with forms in it.
    WideAside,
    /// As much as the first.
    Half,
    /// A panel beside its list.
    Split,
}

/// Two columns, below each other where there is no room.
#[component]
pub fn Columns(
    /// What the second column is.
    #[prop(optional)]
    kind: ColumnsKind,
    /// The two columns.
    children: Children,
) -> impl IntoView {
    let kind = match kind {
        ColumnsKind::Aside => "",
        ColumnsKind::WideAside => "fc-columns--wide-aside",
        ColumnsKind::Half => "fc-columns--half",
        ColumnsKind::Split => "fc-columns--split",
    };
    view! { <div class=class_list("fc-columns", [kind])>{children()}</div> }
}

/// The second column of a page with an aside, which stays in view.
#[component]
pub fn Aside(
    /// What it is about.
    #[prop(into)]
    label: String,
    /// Its cards.
    children: Children,
) -> impl IntoView {
    view! {
        <aside class="fc-stack fc-stack--4 fc-columns__aside--sticky" aria-label=label>
            {children()}
        </aside>
    }
}
