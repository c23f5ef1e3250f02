//! What no two people of a file have in common.

use super::column::Column;
use super::row::ReadRow;
use crate::table::{Column as _, RowProblem};
use forecourt_model::PersonId;
use forecourt_model::folding::fold_case;
use std::collections::{HashMap, HashSet};

/// Where each name, each id and each number was seen first.
#[derive(Default)]
pub(super) struct Seen {
    names: HashMap<String, u64>,
    ids: HashMap<PersonId, u64>,
    phone_numbers: HashMap<String, u64>,
    shared: HashSet<String>,
}

impl Seen {
    /// The row, unless another before it has the same name, id or number. A line that others have too is no reason to
    /// leave the person out: only the number is.
    pub(super) fn check(&mut self, mut row: ReadRow) -> Result<ReadRow, RowProblem> {
        let person = &mut row.person;
        let line = person.line;
        let same = |column: Column, code: &'static str, first: u64, what: String, so: String| RowProblem {
            line,
            column: Some(column.name()),
            code,
            message: format!("Lines {first} and {line} have the same {what}. {so}"),
        };
        let left_out = || format!("Line {line} was left out; remove one of them.");
        let name = fold_case(&person.user_principal_name);
        if let Some(first) = self.names.get(&name) {
            let what = format!("sign-in name, {}", person.user_principal_name);
            let code = "duplicate-user-principal-name";
            return Err(same(Column::UserPrincipalName, code, *first, what, left_out()));
        }
        let numbers = person.phone_numbers.iter();
        let double = numbers.filter_map(|number| Some((number.clone(), *self.phone_numbers.get(number)?)));
        let double: Vec<_> = double.collect();
        let phone = |column, so| {
            let (number, first) = double.first()?;
            let what = format!("phone number, {number}");
            Some(same(column, "duplicate-phone-number", *first, what, so))
        };
        if !person.numbers_are_lines
            && let Some(problem) = phone(Column::PhoneNumber, left_out())
        {
            return Err(problem);
        }
        if let Some(id) = person.id {
            if let Some(first) = self.ids.get(&id) {
                let what = format!("object id, {id}");
                return Err(same(Column::Identity, "duplicate-id", *first, what, left_out()));
            }
            self.ids.insert(id, line);
        }
        self.names.insert(name, line);
        if let Some(problem) = phone(Column::LineUri, "Nobody was given it.".to_owned()) {
            self.shared.extend(double.into_iter().map(|(number, _)| number));
            person.phone_numbers.clear();
            row.cell = Some(problem);
            return Ok(row);
        }
        let numbers = person.phone_numbers.iter().cloned();
        self.phone_numbers.extend(numbers.map(|number| (number, line)));
        Ok(row)
    }

    /// Whether several lines of the file have this number.
    pub(super) fn is_shared(&self, number: &str) -> bool {
        self.shared.contains(number)
    }
}
