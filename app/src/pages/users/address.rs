//! The state of the list in its address.

use crate::paths;
use forecourt_model::PersonId;
use forecourt_model::access::SourceKind;
use forecourt_service::people::{Filter, Order, PAGE_SIZE, SortKey};

fn yes_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

/// The order that `sort` in an address asks for; a dash in front turns it round. What is not an order is the usual one.
pub fn order_of(text: &str) -> Order {
    let (descending, name) = text.strip_prefix('-').map_or((false, text), |name| (true, name));
    SortKey::from_code(name).map_or_else(Order::default, |key| Order { key, descending })
}

fn order_code(order: Order) -> String {
    format!("{}{}", if order.descending { "-" } else { "" }, order.key.code())
}

/// The filter that the fields of an address ask for. Both answers of a question together filter nothing.
pub fn read(fields: &[(String, String)]) -> Filter {
    let values = |name: &str| -> Vec<&str> {
        let named = fields.iter().filter(|(field, _)| field == name);
        named
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
            .collect()
    };
    let either = |name: &str, yes: &str, no: &str| {
        let values = values(name);
        match (values.contains(&yes), values.contains(&no)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    };
    Filter {
        search: values("q").first().copied().unwrap_or_default().to_owned(),
        policies: values("policy").into_iter().map(str::to_owned).collect(),
        sources: values("source")
            .into_iter()
            .filter_map(SourceKind::from_code)
            .collect(),
        enabled: either("account", "enabled", "disabled"),
        chat: either("chat", "yes", "no"),
        inbound: either("inbound", "yes", "no"),
        department: values("department").first().map(|value| (*value).to_owned()),
    }
}

/// The fields of a filter and an order in an address. The usual order is left out.
pub fn write(filter: &Filter, order: Order) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let mut add = |name: &str, value: String| fields.push((name.to_owned(), value));
    if !filter.search.is_empty() {
        add("q", filter.search.clone());
    }
    for policy in &filter.policies {
        add("policy", policy.clone());
    }
    if let Some(chat) = filter.chat {
        add("chat", yes_no(chat));
    }
    if let Some(inbound) = filter.inbound {
        add("inbound", yes_no(inbound));
    }
    for source in &filter.sources {
        add("source", source.code().to_owned());
    }
    if let Some(enabled) = filter.enabled {
        add("account", if enabled { "enabled" } else { "disabled" }.to_owned());
    }
    if let Some(department) = &filter.department {
        add("department", department.clone());
    }
    if order != Order::default() {
        add("sort", order_code(order));
    }
    fields
}

/// The address of the list `path` with these filters in this order, from `cursor` on.
pub fn href(path: &str, filter: &Filter, order: Order, cursor: Option<&str>) -> String {
    href_with_ticked(path, filter, order, cursor, &[])
}

/// The same with people who are ticked on it, at most as many as a page has.
pub(super) fn href_with_ticked(
    path: &str,
    filter: &Filter,
    order: Order,
    cursor: Option<&str>,
    ticked: &[PersonId],
) -> String {
    let mut fields = write(filter, order);
    fields.extend(cursor.map(|cursor| ("cursor".to_owned(), cursor.to_owned())));
    let on_a_page = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
    let ticked = ticked.iter().take(on_a_page);
    fields.extend(ticked.map(|person| ("user".to_owned(), person.to_string())));
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    paths::with_query(path, &fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let filter = Filter {
            search: "100%_ é".to_owned(),
            policies: vec!["Global".to_owned(), "No personal accounts".to_owned()],
            sources: vec![SourceKind::Direct],
            enabled: Some(false),
            chat: Some(true),
            inbound: Some(false),
            department: Some("R&D".to_owned()),
        };
        let order = Order {
            key: SortKey::Department,
            descending: true,
        };
        let fields = write(&filter, order);
        assert_eq!(read(&fields), filter);
        let sort = fields.iter().find(|(name, _)| name == "sort").unwrap();
        assert_eq!(order_of(&sort.1), order);
        assert!(write(&Filter::default(), Order::default()).is_empty());
    }

    #[test]
    fn both_answers_filter_nothing() {
        let field = |value: &str| ("chat".to_owned(), value.to_owned());
        assert_eq!(read(&[field("yes"), field("no")]), Filter::default());
        assert_eq!(order_of("-nonsense"), Order::default());
    }
}
