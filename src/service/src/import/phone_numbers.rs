//! Phone numbers of people: what a file changes about them, and whom they belong to already.

use super::compare::Comparison;
use forecourt_exchange::people::RowProblem;
use forecourt_model::PersonId;
use std::collections::{HashMap, HashSet};

/// Adds what the people of the comparison would get and give up. A person with a number in the file gets exactly those
/// of the file; whoever has none there keeps what they have. `held`: every number with who has it now.
///
/// A number that somebody else keeps is left out, with its row unless it is that of a telephone line; the row is named.
pub(super) fn compare_phone_numbers(comparison: &mut Comparison, held: Vec<(PersonId, String)>) {
    let mut of_person: HashMap<PersonId, Vec<String>> = HashMap::new();
    for (person, number) in &held {
        of_person.entry(*person).or_default().push(number.clone());
    }
    let holders: HashMap<String, PersonId> = held
        .into_iter()
        .map(|(person, number)| (number, person))
        .collect();
    for change in &mut comparison.people {
        if change.read.phone_numbers.is_empty() {
            continue;
        }
        let id = change.before.as_ref().map(|person| person.id);
        let before = id.and_then(|id| of_person.get(&id)).cloned().unwrap_or_default();
        if before != change.read.phone_numbers {
            change.phone_numbers = Some((before, change.read.phone_numbers.clone()));
        }
    }
    // Whose numbers are left out gives up nothing, which may take a number from another row.
    while leave_out(comparison, &holders) {}
}

/// Leaves out the numbers that somebody keeps, and the rows whose numbers are no telephone lines. Returns whether there
/// were any.
fn leave_out(comparison: &mut Comparison, holders: &HashMap<String, PersonId>) -> bool {
    let given_up: HashSet<String> = comparison
        .people
        .iter()
        .filter_map(|change| change.phone_numbers.as_ref())
        .flat_map(|(before, after)| before.iter().filter(|number| !after.contains(number)))
        .cloned()
        .collect();
    let mut problems = Vec::new();
    comparison.people.retain_mut(|change| {
        let own = change.before.as_ref().map(|person| person.id);
        let mut numbers = change.phone_numbers.iter().flat_map(|(_, after)| after);
        let kept = numbers.find_map(|number| {
            let holder = holders.get(number).filter(|holder| Some(**holder) != own)?;
            (!given_up.contains(number)).then_some((number, holder))
        });
        let Some((number, holder)) = kept else {
            return true;
        };
        let is_line = change.read.numbers_are_lines;
        let name = &change.read.user_principal_name;
        let so = if is_line {
            format!("It was not given to {name}; the rest of the row is read. Correct the line")
        } else {
            format!("The row of {name} was left out; correct the number")
        };
        problems.push(RowProblem {
            line: change.read.line,
            column: Some(if is_line { "LineUri" } else { "PhoneNumber" }),
            code: "phone-number-of-another",
            message: format!(
                "{number} belongs to another account, with the object id {holder}. {so}, or take it from the other \
                 account first."
            ),
        });
        change.phone_numbers = None;
        is_line
    });
    let any = !problems.is_empty();
    comparison.problems.extend(problems);
    any
}

#[cfg(test)]
mod tests {
    use super::compare_phone_numbers;
    use crate::import::compare::{Comparison, PersonChange, PersonFate};
    use forecourt_exchange::people::ReadPerson;
    use forecourt_model::access::SourceKind;
    use forecourt_model::{PersonId, PolicyId, Revision};
    use forecourt_store::person::Person;
    use uuid::Uuid;

    fn id(number: u128) -> PersonId {
        PersonId(Uuid::from_u128(number))
    }

    fn change(number: u128, phones: &[&str]) -> PersonChange {
        let name = format!("p{number}@contoso.example");
        let person = Person {
            id: id(number),
            user_principal_name: name.clone(),
            display_name: String::new(),
            sip_address: None,
            mail: None,
            department: None,
            account_enabled: true,
            direct_policy: None,
            effective_policy: PolicyId::GLOBAL,
            effective_source: SourceKind::Global,
            effective_group: None,
            revision: Revision(1),
        };
        PersonChange {
            read: ReadPerson {
                line: u64::try_from(number).unwrap_or_default() + 1,
                id: Some(person.id),
                user_principal_name: name,
                display_name: String::new(),
                sip_address: None,
                mail: None,
                phone_numbers: phones.iter().map(|phone| (*phone).to_owned()).collect(),
                numbers_are_lines: false,
                department: None,
                account_enabled: true,
                direct_policy: None,
                has_policy_column: false,
            },
            before: Some(person),
            fate: PersonFate::Same,
            direct: None,
            reassigned: false,
            phone_numbers: None,
        }
    }

    fn compared(people: Vec<PersonChange>, held: &[(u128, &str)]) -> Comparison {
        let mut comparison = Comparison {
            people,
            ..Comparison::default()
        };
        let held = held
            .iter()
            .map(|(number, phone)| (id(*number), (*phone).to_owned()));
        compare_phone_numbers(&mut comparison, held.collect());
        comparison
    }

    #[test]
    fn numbers_may_change_hands_within_one_file() {
        let held = [(1, "+4711111"), (2, "+4722222")];
        let swapped = compared(vec![change(1, &["+4722222"]), change(2, &["+4711111"])], &held);
        assert_eq!((swapped.people.len(), swapped.problems.len()), (2, 0));
        assert_eq!(swapped.renumbered(), 2);
        assert!(
            swapped.changes_anything(),
            "although nothing else about the people does"
        );
        assert!(
            swapped
                .people
                .iter()
                .all(|change| change.fate == PersonFate::Same)
        );
        let same = compared(vec![change(1, &["+4711111"]), change(2, &[])], &held);
        assert!(!same.changes_anything());
    }

    #[test]
    fn a_number_that_somebody_keeps_is_left_out_with_every_row_that_waited_for_it() {
        let held = [(1, "+4711111"), (2, "+4722222"), (3, "+4733333")];
        // 1 wants what 3 keeps, so 1 keeps what 2 wants.
        let chain = compared(
            vec![change(1, &["+4733333"]), change(2, &["+4711111"]), change(3, &[])],
            &held,
        );
        assert_eq!(chain.people.len(), 1);
        let lines: Vec<_> = chain.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [2, 3]);
        assert!(
            chain
                .problems
                .iter()
                .all(|problem| problem.code == "phone-number-of-another")
        );
    }
    #[test]
    fn a_line_that_somebody_keeps_leaves_nobody_out() {
        let held = [(1, "+4711111"), (2, "+4722222"), (3, "+4733333")];
        let of_line = |number, phones: &[&str]| {
            let mut change = change(number, phones);
            change.read.numbers_are_lines = true;
            change
        };
        let chain = compared(
            vec![
                of_line(1, &["+4733333"]),
                of_line(2, &["+4711111"]),
                change(3, &[]),
            ],
            &held,
        );
        assert_eq!((chain.people.len(), chain.renumbered()), (3, 0));
        let named: Vec<_> = chain
            .problems
            .iter()
            .map(|problem| (problem.line, problem.code, problem.leaves_row_out()))
            .collect();
        assert_eq!(
            named,
            [
                (2, "phone-number-of-another", false),
                (3, "phone-number-of-another", false)
            ]
        );
        assert_eq!(chain.rows_left_out(), 0);
    }
}
