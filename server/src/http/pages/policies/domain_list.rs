//! Lists of domains as people type them: one a line.

use forecourt_model::DomainName;
use std::collections::HashMap;

/// How many lines are named when several cannot be taken.
const NAMED: usize = 3;

/// Reads one domain a line; blank lines are left out. The second part says which lines cannot be taken and why.
pub(super) fn read(text: &str) -> (Vec<DomainName>, Option<String>) {
    let mut domains = Vec::new();
    let mut seen: HashMap<DomainName, usize> = HashMap::new();
    let mut problems = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        if line.trim().is_empty() {
            continue;
        }
        match DomainName::parse(line) {
            Ok(domain) => {
                if let Some(first) = seen.get(&domain) {
                    problems.push(format!(
                        "Line {number}: {domain} is in line {first} already. Remove one."
                    ));
                } else {
                    seen.insert(domain.clone(), number);
                    domains.push(domain);
                }
            }
            Err(error) => problems.push(format!("Line {number}: {error}")),
        }
    }
    let more = problems.len().saturating_sub(NAMED);
    problems.truncate(NAMED);
    if more > 0 {
        problems.push(format!("And {more} more lines."));
    }
    let problem = (!problems.is_empty()).then(|| problems.join(" "));
    (domains, problem)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn blank_lines_are_left_out_and_names_take_their_stored_form() {
        let (domains, problem) = read(" Contoso.COM \r\n\r\nbücher.example\n");
        let names: Vec<_> = domains.iter().map(ToString::to_string).collect();
        assert_eq!(names, ["contoso.com", "xn--bcher-kva.example"]);
        assert_eq!(problem, None);
    }

    #[test]
    fn what_cannot_be_taken_names_its_line() {
        let (domains, problem) = read("a.example\nhttp://x\n*.b.example\nx..y\nA.example\nc");
        assert_eq!(domains.len(), 1);
        let problem = problem.unwrap();
        assert!(
            problem.starts_with("Line 2: “http://x” is a web address."),
            "{problem}"
        );
        assert!(
            problem.contains("Line 3: “*.b.example” has a wildcard."),
            "{problem}"
        );
        assert!(problem.ends_with("And 2 more lines."), "{problem}");
    }
}
