//! Tables: more than five like things with columns.
//!
//! A narrow table stacks its rows. CSS changes the display of its parts then, which takes their meaning away, so every
//! part carries its role, and every cell the name of its column.
use super::class::{class_list, when};
use super::{Glyph, Icon, IconSize};
use leptos::prelude::*;

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// The checkbox that selects the row.
    Select,
    /// The name of the row: its header.
    Name,
    /// Words, badges, marks.
    Text,
    /// A number, end-aligned.
    Number,
    /// Long content, that takes the whole width when stacked.
    Long,
    /// What can be done with the row.
    Action,
}

/// In which direction a list is sorted by a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortDirection {
    /// Smallest first.
    Ascending,
    /// Largest first.
    Descending,
}

/// How a list is sorted by a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The address of the list sorted by this column, or the other way round when it is already.
    pub href: String,
    /// The direction, when the list is sorted by this column now.
    pub direction: Option<SortDirection>,
}

/// One column.
pub struct Column {
    kind: ColumnKind,
    label: String,
    sort: Option<Sort>,
    head: Option<AnyView>,
}

impl Column {
    /// A column of `kind` named `label`.
    pub fn new(kind: ColumnKind, label: impl Into<String>) -> Self {
        Self {
            kind,
            label: label.into(),
            sort: None,
            head: None,
        }
    }

    /// The column of checkboxes; `head` is the box that selects all rows.
    pub fn select(head: impl IntoView + 'static) -> Self {
        Self {
            head: Some(head.into_any()),
            ..Self::new(ColumnKind::Select, "")
        }
    }

    /// The column of the rows' names.
    pub fn name(label: impl Into<String>) -> Self {
        Self::new(ColumnKind::Name, label)
    }

    /// A column of words.
    pub fn text(label: impl Into<String>) -> Self {
        Self::new(ColumnKind::Text, label)
    }

    /// A column of numbers.
    pub fn number(label: impl Into<String>) -> Self {
        Self::new(ColumnKind::Number, label)
    }

    /// A column of long content.
    pub fn long(label: impl Into<String>) -> Self {
        Self::new(ColumnKind::Long, label)
    }

    /// The column of buttons; its label is only heard.
    pub fn action(label: impl Into<String>) -> Self {
        Self::new(ColumnKind::Action, label)
    }

    /// The list can be sorted by this column.
    #[must_use]
    pub fn sortable(mut self, href: impl Into<String>, direction: Option<SortDirection>) -> Self {
        self.sort = Some(Sort {
            href: href.into(),
            direction,
        });
        self
    }

    fn head(self) -> (ColumnMeta, AnyView) {
        let Self {
            kind,
            label,
            sort,
            head,
        } = self;
        let direction = sort.as_ref().and_then(|sort| sort.direction);
        let aria_sort = direction.map(|direction| match direction {
            SortDirection::Ascending => "ascending",
            SortDirection::Descending => "descending",
        });
        let arrow = direction.map(|direction| match direction {
            SortDirection::Ascending => Icon::SortUp,
            SortDirection::Descending => Icon::SortDown,
        });
        let content = match (sort, kind) {
            (Some(sort), _) => view! {
                <a class="fc-table__sort" href=sort.href>
                    {label.clone()}
                    {arrow.map(|icon| view! { <Glyph icon size=IconSize::Small /> })}
                </a>
            }
            .into_any(),
            (None, ColumnKind::Select) => head.unwrap_or_else(|| ().into_any()),
            (None, ColumnKind::Action) => {
                view! { <span class="fc-visually-hidden">{label.clone()}</span> }.into_any()
            }
            (None, _) => label.clone().into_any(),
        };
        let view = match kind {
            ColumnKind::Select => view! {
                <th class="fc-table__select" role="columnheader" scope="col">{content}</th>
            }
            .into_any(),
            ColumnKind::Number => view! {
                <th class="fc-table__number" role="columnheader" scope="col" aria-sort=aria_sort>{content}</th>
            }
            .into_any(),
            ColumnKind::Name | ColumnKind::Text | ColumnKind::Long | ColumnKind::Action => view! {
                <th role="columnheader" scope="col" aria-sort=aria_sort>{content}</th>
            }
            .into_any(),
        };
        (ColumnMeta { kind, label }, view)
    }
}

struct ColumnMeta {
    kind: ColumnKind,
    label: String,
}

impl ColumnMeta {
    fn cell(&self, content: AnyView) -> AnyView {
        let label = self.label.clone();
        match self.kind {
            ColumnKind::Name => view! { <th scope="row" role="rowheader">{content}</th> }.into_any(),
            ColumnKind::Select => {
                view! { <td role="cell" class="fc-table__select">{content}</td> }.into_any()
            }
            ColumnKind::Action => {
                view! { <td role="cell" class="fc-table__action">{content}</td> }.into_any()
            }
            ColumnKind::Number => view! {
                <td role="cell" class="fc-table__number" data-label=label><div>{content}</div></td>
            }
            .into_any(),
            ColumnKind::Long => view! {
                <td role="cell" class="fc-table__long" data-label=label><div>{content}</div></td>
            }
            .into_any(),
            ColumnKind::Text => {
                view! { <td role="cell" data-label=label><div>{content}</div></td> }.into_any()
            }
        }
    }
}

/// The cells of a row, in the order of the columns.
#[derive(Default)]
pub struct Row {
    cells: Vec<AnyView>,
}

impl Row {
    /// A row without cells.
    pub fn new() -> Self {
        Self::default()
    }

    /// The row with one more cell.
    #[must_use]
    pub fn cell(mut self, content: impl IntoView + 'static) -> Self {
        self.cells.push(content.into_any());
        self
    }
}

/// A table that stacks its rows where there is no room.
#[component]
pub fn Table(
    /// What the rows are and how they are sorted, for those who do not see it.
    #[prop(into)]
    caption: String,
    /// The columns.
    columns: Vec<Column>,
    /// The rows; cells beyond the columns are left out.
    rows: Vec<Row>,
    /// Cells begin at the top: for rows of several lines.
    #[prop(optional)]
    top: bool,
) -> impl IntoView {
    let (columns, heads): (Vec<_>, Vec<_>) = columns.into_iter().map(Column::head).unzip();
    let rows: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = columns
                .iter()
                .zip(row.cells)
                .map(|(column, content)| column.cell(content))
                .collect();
            view! { <tr role="row">{cells}</tr> }
        })
        .collect();
    view! {
        <div class="fc-tablewrap">
            <table class=class_list("fc-table", ["fc-table--stack", when(top, "fc-table--top")]) role="table">
                <caption class="fc-visually-hidden">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">{heads}</tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

/// The name of a row as a link, with a line below.
#[component]
pub fn NameLink(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// The name.
    #[prop(into)]
    name: String,
    /// The line below.
    #[prop(optional, into)]
    sub: super::Slot,
) -> impl IntoView {
    view! {
        <a class="fc-table__name" href=href>{name}</a>
        {sub.map(|sub| view! { <span class="fc-table__sub">{sub}</span> })}
    }
}

/// A second line in a cell.
#[component]
pub fn Sub(
    /// The words.
    children: Children,
) -> impl IntoView {
    view! { <span class="fc-table__sub">{children()}</span> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::fragment;
    use crate::ui::RowCheckbox;

    #[test]
    fn a_stacked_table_stays_a_table() {
        let html = fragment(|| {
            let columns = vec![
                Column::select(view! { <RowCheckbox label="Select all" /> }),
                Column::name("Name").sortable("?sort=-name", Some(SortDirection::Ascending)),
                Column::number("People"),
                Column::action("Undo"),
            ];
            let row = Row::new()
                .cell(view! { <RowCheckbox label="Select A" /> })
                .cell(view! { <NameLink href="/a" name="A" /> })
                .cell("12")
                .cell("x");
            view! { <Table caption="Policies" columns rows=vec![row] /> }
        });
        for part in [
            r#"<table role="table" class="fc-table fc-table--stack">"#,
            r#"<caption class="fc-visually-hidden">Policies</caption>"#,
            r#"<thead role="rowgroup"><tr role="row">"#,
            r#"role="columnheader" scope="col" aria-sort="ascending""#,
            r#"<th scope="row" role="rowheader">"#,
            r#"<td role="cell" data-label="People" class="fc-table__number">"#,
            r#"<span class="fc-visually-hidden">Undo</span>"#,
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(html.matches("aria-sort").count(), 1, "{html}");
    }
}
