//! Statements and pipelines.

use super::{Lower, Understood, children, named};
use crate::syntax::{Pipeline, Stage, Statement};
use tree_sitter::Node;

impl Lower<'_> {
    /// The statements inside `node`: a program, a block, a list. What is refused is noted and left out.
    pub(super) fn statements(&mut self, node: Node<'_>) -> Vec<Statement> {
        let mut found = Vec::new();
        for child in named(node) {
            if self.problems.len() >= super::TOLD {
                break;
            }
            match child.kind() {
                "statement_list" | "script_block_body" | "script_block" => {
                    let inner = self.within(child, |lower| Ok(lower.statements(child)));
                    found.extend(inner.unwrap_or_default());
                }
                "empty_statement" => {}
                _ => {
                    if let Ok(statement) = self.statement(child) {
                        found.push(statement);
                    }
                }
            }
        }
        found
    }

    fn statement(&mut self, node: Node<'_>) -> Understood<Statement> {
        self.within(node, |lower| match node.kind() {
            "pipeline" => lower.pipeline_statement(node),
            "if_statement" => lower.if_statement(node),
            "foreach_statement" => lower.foreach_statement(node),
            kind => {
                let word = lower.text(node).split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
                let word = if word.is_empty() { kind } else { word }.to_lowercase();
                Err(lower.refuse(
                    node,
                    format!(
                        "“{word}” is not supported here. Scripts have cmdlets and pipelines, variables, if and else, and \
                         foreach."
                    ),
                ))
            }
        })
    }

    fn pipeline_statement(&mut self, node: Node<'_>) -> Understood<Statement> {
        let inner = named(node);
        if let [only] = inner.as_slice()
            && only.kind() == "assignment_expression"
        {
            return self.assignment(*only);
        }
        Ok(Statement::Pipeline(self.pipeline(node)?))
    }

    pub(super) fn pipeline(&mut self, node: Node<'_>) -> Understood<Pipeline> {
        let place = self.place(node);
        let chains = named(node);
        let chain = match chains.as_slice() {
            [only] if only.kind() == "pipeline_chain" => *only,
            [first, ..] => {
                return Err(self.refuse(
                    *first,
                    "Only one pipeline stands in a line here, without && and ||. Use a line for each.",
                ));
            }
            [] => return Err(self.refuse(node, "Something is missing here.")),
        };
        let mut stages = Vec::new();
        for child in children(chain) {
            match child.kind() {
                "|" => {}
                "command" => {
                    let call = self.command(child, !stages.is_empty())?;
                    stages.push(Stage::Call(Box::new(call)));
                }
                "redirection" | "redirections" => {
                    return Err(self.refuse(
                        child,
                        "Output is not sent elsewhere with > here. Use | Out-File PATH or | Out-Null.",
                    ));
                }
                _ if stages.is_empty() => stages.push(Stage::Expression(self.expression(child)?)),
                _ => {
                    return Err(self.refuse(
                        child,
                        "After | comes a cmdlet, for example Where-Object or ForEach-Object.",
                    ));
                }
            }
        }
        if stages.is_empty() {
            return Err(self.refuse(node, "Something is missing here."));
        }
        Ok(Pipeline { stages, place })
    }

    fn assignment(&mut self, node: Node<'_>) -> Understood<Statement> {
        let place = self.place(node);
        let parts = children(node);
        let [left, operator, value] = parts.as_slice() else {
            return Err(self.refuse(node, "An assignment is $name = value."));
        };
        let adds = match self.text(*operator).trim() {
            "=" => false,
            "+=" => true,
            other => {
                let message = format!("“{other}” is not supported. Assign with = or add with +=.");
                return Err(self.refuse(*operator, message));
            }
        };
        let (variable, members) = self.target(*left)?;
        if (adds || !members.is_empty()) && !self.variables.contains(&variable) {
            return Err(self.refuse(*left, format!("${variable} has no value yet. Set it first.")));
        }
        let value = match value.kind() {
            "pipeline" | "if_statement" | "foreach_statement" => vec![self.statement(*value)?],
            _ => return Err(self.refuse(*value, "A value or a pipeline stands after =.")),
        };
        self.variables.insert(variable.clone());
        Ok(Statement::Assign {
            variable,
            members,
            adds,
            value,
            place,
        })
    }

    /// The variable that is set, with the properties on the way.
    fn target(&mut self, node: Node<'_>) -> Understood<(String, Vec<String>)> {
        let mut members = Vec::new();
        let mut at = node;
        loop {
            let inner = named(at);
            match (at.kind(), inner.as_slice()) {
                ("variable", _) => {
                    let name = self.variable_name(at)?;
                    if matches!(name.as_str(), "true" | "false" | "null" | "_" | "psitem") {
                        return Err(self.refuse(at, format!("${name} cannot be set.")));
                    }
                    members.reverse();
                    return Ok((name, members));
                }
                ("member_access", [object, name]) => {
                    members.push(self.member_name(*name)?);
                    at = *object;
                }
                // A type in front of the variable: values convert when they are used.
                ("cast_expression", [_, variable]) => at = *variable,
                (_, [only]) => at = *only,
                _ => {
                    return Err(
                        self.refuse(node, "A value is given to one variable or one of its properties.")
                    );
                }
            }
        }
    }

    fn if_statement(&mut self, node: Node<'_>) -> Understood<Statement> {
        let mut branches = Vec::new();
        let mut otherwise = Vec::new();
        let mut condition = None;
        for child in named(node) {
            match child.kind() {
                "pipeline" => condition = Some(self.pipeline(child)?),
                "statement_block" => {
                    let body = self.statements(child);
                    if let Some(condition) = condition.take() {
                        branches.push((condition, body));
                    }
                }
                "elseif_clauses" => {
                    for clause in named(child) {
                        let parts = named(clause);
                        let [test, body] = parts.as_slice() else {
                            return Err(self.refuse(clause, "An elseif is elseif (condition) { … }."));
                        };
                        let test = self.pipeline(*test)?;
                        let body = self.statements(*body);
                        branches.push((test, body));
                    }
                }
                "else_clause" => {
                    for body in named(child) {
                        otherwise = self.statements(body);
                    }
                }
                _ => return Err(self.refuse(child, "An if is if (condition) { … } else { … }.")),
            }
        }
        Ok(Statement::If { branches, otherwise })
    }

    fn foreach_statement(&mut self, node: Node<'_>) -> Understood<Statement> {
        let parts = named(node);
        let [variable, list, body] = parts.as_slice() else {
            return Err(self.refuse(node, "A loop is foreach ($name in $list) { … }."));
        };
        if list.kind() != "pipeline" || variable.kind() != "variable" {
            return Err(self.refuse(node, "A loop is foreach ($name in $list) { … }."));
        }
        let variable = self.variable_name(*variable)?;
        let list = self.pipeline(*list)?;
        self.variables.insert(variable.clone());
        let body = self.statements(*body);
        Ok(Statement::ForEach { variable, list, body })
    }
}
