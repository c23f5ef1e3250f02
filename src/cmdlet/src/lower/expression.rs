//! Values and what is between them.

use super::{Lower, Understood, children, named};
use crate::syntax::{Block, CastType, Expression, Operator};
use crate::value::Value;
use std::sync::Arc;
use tree_sitter::Node;

impl Lower<'_> {
    pub(super) fn expression(&mut self, node: Node<'_>) -> Understood<Expression> {
        // Most levels of the grammar hold just one below; they need no level of ours.
        let mut node = node;
        loop {
            let inner = children(node);
            match (node.kind(), inner.as_slice()) {
                (
                    "logical_expression"
                    | "bitwise_expression"
                    | "comparison_expression"
                    | "additive_expression"
                    | "multiplicative_expression"
                    | "format_expression"
                    | "range_expression"
                    | "array_literal_expression"
                    | "unary_expression"
                    | "string_literal"
                    | "integer_literal",
                    [only],
                ) => node = *only,
                _ => break,
            }
        }
        self.within(node, |lower| lower.expression_here(node))
    }

    fn expression_here(&mut self, node: Node<'_>) -> Understood<Expression> {
        match node.kind() {
            "logical_expression" | "comparison_expression" | "additive_expression" => self.binary(node),
            "array_literal_expression" => {
                let items: Result<Vec<_>, _> = named(node).into_iter().map(|item| self.expression(item)).collect();
                Ok(Expression::List(items?))
            }
            "expression_with_unary_operator" => self.unary(node),
            "cast_expression" => self.cast(node),
            "decimal_integer_literal" => match self.text(node).trim().parse() {
                Ok(number) => Ok(Expression::Literal(Value::Int(number))),
                Err(_) => Err(self.refuse(node, "This number is too large.")),
            },
            "variable" => self.variable(node),
            "member_access" => self.member(node),
            "element_access" => self.element(node),
            "parenthesized_expression" | "sub_expression" => Ok(Expression::Group(self.grouped(node)?)),
            "array_expression" => Ok(Expression::Array(self.grouped(node)?)),
            "hash_literal_expression" => self.table(node),
            "script_block_expression" => {
                let statements = named(node).into_iter().flat_map(|inner| self.statements_of_block(inner)).collect();
                Ok(Expression::Block(Arc::new(Block { statements })))
            }
            "expandable_string_literal" | "expandable_here_string_literal" => self.expandable(node),
            "verbatim_string_characters" => Ok(Expression::Literal(Value::Text(self.verbatim(node)))),
            "verbatim_here_string_characters" => Ok(Expression::Literal(Value::Text(self.verbatim_here(node)))),
            "generic_token" | "path_command_name" => self.word(node),
            "invokation_expression" => Err(self.refuse(
                node,
                "Methods are not called here. Cmdlets, properties, comparisons, -join and text in double quotes do.",
            )),
            "real_literal" | "hexadecimal_integer_literal" => {
                Err(self.refuse(node, "Only whole numbers are used here. Put a text in quotes."))
            }
            "type_literal" => Err(self.refuse(
                node,
                "Types of .NET are not used here, except to convert with [string], [int], [bool], [array] and \
                 [pscustomobject].",
            )),
            "pipeline" => Ok(Expression::Group(vec![crate::syntax::Statement::Pipeline(self.pipeline(node)?)])),
            kind => {
                let shown: String = self.text(node).chars().take(40).collect();
                let what = kind.replace('_', " ");
                Err(self.refuse(
                    node,
                    format!(
                        "“{shown}” ({what}) is not supported here. Values are texts, whole numbers, $true, $false, $null, \
                         variables, lists and hashtables; between them stand -eq, -ne, -gt, -ge, -lt, -le, -like, \
                         -contains, -in, -and, -or, -join and +."
                    ),
                ))
            }
        }
    }

    fn grouped(&mut self, node: Node<'_>) -> Understood<Vec<crate::syntax::Statement>> {
        let before = self.problems.len();
        let statements = self.statements(node);
        if self.problems.len() > before {
            return Err(super::Refused);
        }
        Ok(statements)
    }

    fn statements_of_block(&mut self, node: Node<'_>) -> Vec<crate::syntax::Statement> {
        if node.kind() == "param_block" {
            self.refuse(node, "Blocks have no parameters here. What comes in is $_.");
            return Vec::new();
        }
        if named(node)
            .iter()
            .any(|inner| inner.kind() == "param_block" || inner.kind() == "named_block_list")
        {
            self.refuse(
                node,
                "Blocks have no parameters and no begin, process and end here. What comes in is $_.",
            );
            return Vec::new();
        }
        // A block may use its item.
        let had = !self.variables.insert("_".to_owned());
        let statements = self.statements(node);
        if !had {
            self.variables.remove("_");
        }
        statements
    }

    fn binary(&mut self, node: Node<'_>) -> Understood<Expression> {
        let place = self.place(node);
        let parts = children(node);
        let [left, sign, right] = parts.as_slice() else {
            return Err(self.refuse(node, "An operator stands between two values."));
        };
        let Some(operator) = operator(self.text(*sign)) else {
            let message = format!(
                "“{}” is not supported. There are -eq, -ne, -gt, -ge, -lt, -le, -like, -notlike, -contains, \
                 -notcontains, -in, -notin, -and, -or, -join and +.",
                self.text(*sign)
            );
            return Err(self.refuse(*sign, message));
        };
        let (left, right) = (self.expression(*left)?, self.expression(*right)?);
        Ok(Expression::Binary(
            operator,
            Box::new(left),
            Box::new(right),
            place,
        ))
    }

    fn unary(&mut self, node: Node<'_>) -> Understood<Expression> {
        let parts = children(node);
        match parts.as_slice() {
            [sign, value] => match self.text(*sign).to_lowercase().as_str() {
                "!" | "-not" => Ok(Expression::Not(Box::new(self.expression(*value)?))),
                "," => Ok(Expression::List(vec![self.expression(*value)?])),
                "-" => match self.expression(*value)? {
                    Expression::Literal(Value::Int(number)) => Ok(Expression::Literal(Value::Int(-number))),
                    _ => Err(self.refuse(*sign, "- stands only before a number here.")),
                },
                other => {
                    let message = format!("“{other}” is not supported. There are -not and !.");
                    Err(self.refuse(*sign, message))
                }
            },
            [only] => self.expression(*only),
            _ => Err(self.refuse(node, "This operator is not supported.")),
        }
    }

    fn cast(&mut self, node: Node<'_>) -> Understood<Expression> {
        let place = self.place(node);
        let parts = named(node);
        let [kind, value] = parts.as_slice() else {
            return Err(self.refuse(node, "A type stands before the value that it converts."));
        };
        let name = self.text(*kind).trim_matches(['[', ']']).trim().to_lowercase();
        let cast = match name.trim_start_matches("system.") {
            "bool" | "boolean" => CastType::Bool,
            "int" | "int32" | "int64" | "long" => CastType::Int,
            "string" | "guid" => CastType::Text,
            "array" | "string[]" | "object[]" => CastType::List,
            "pscustomobject" | "management.automation.pscustomobject" | "ordered" => CastType::Object,
            _ => {
                let message = format!(
                    "[{name}] is not supported. There are [string], [int], [bool], [array] and [pscustomobject]."
                );
                return Err(self.refuse(*kind, message));
            }
        };
        let value = self.expression(*value)?;
        Ok(Expression::Cast(cast, Box::new(value), place))
    }

    /// The name of a variable in lower case, without `$` and braces.
    pub(super) fn variable_name(&mut self, node: Node<'_>) -> Understood<String> {
        let text = self.text(node).trim();
        let bare = text
            .trim_start_matches(['$', '@'])
            .trim_start_matches('{')
            .trim_end_matches('}')
            .to_lowercase();
        match bare.split_once(':') {
            Some(("script" | "global" | "local" | "private" | "variable", name)) => Ok(name.to_owned()),
            Some((drive, _)) => {
                let message = format!("${drive}: is not reached from here. Write the value itself.");
                Err(self.refuse(node, message))
            }
            None => Ok(bare),
        }
    }

    fn variable(&mut self, node: Node<'_>) -> Understood<Expression> {
        let place = self.place(node);
        let name = self.variable_name(node)?;
        Ok(match name.as_str() {
            "true" => Expression::Literal(Value::Bool(true)),
            "false" => Expression::Literal(Value::Bool(false)),
            "null" => Expression::Literal(Value::Null),
            "_" | "psitem" => {
                if !self.variables.contains("_") {
                    return Err(self.refuse(node, "$_ has a value only inside a block after |."));
                }
                Expression::Variable("_".to_owned(), place)
            }
            _ if self.variables.contains(&name) => Expression::Variable(name, place),
            _ => {
                let known: Vec<_> = self
                    .variables
                    .iter()
                    .filter(|known| *known != "_")
                    .cloned()
                    .collect();
                let near = crate::nearest::nearest(&name, known.iter().map(String::as_str));
                let near = near
                    .map(|near| format!(" Did you mean ${near}?"))
                    .unwrap_or_default();
                let message = format!("${name} has no value: nothing above sets it.{near}");
                return Err(self.refuse(node, message));
            }
        })
    }

    pub(super) fn member_name(&mut self, node: Node<'_>) -> Understood<String> {
        let mut node = node;
        while let [only] = named(node).as_slice() {
            if node.kind() == "variable" {
                break;
            }
            node = *only;
        }
        match node.kind() {
            "simple_name" | "type_identifier" | "member_name" => Ok(self.text(node).to_owned()),
            "verbatim_string_characters" => Ok(self.verbatim(node)),
            "expandable_string_literal" => match self.expandable(node)? {
                Expression::Literal(Value::Text(text)) => Ok(text),
                _ => Err(self.refuse(node, "The name of a property is written out here.")),
            },
            _ => Err(self.refuse(node, "The name of a property is written out here.")),
        }
    }

    fn member(&mut self, node: Node<'_>) -> Understood<Expression> {
        let parts = children(node);
        let [object, dot, name] = parts.as_slice() else {
            return Err(self.refuse(node, "A property is $name.Property."));
        };
        if self.text(*dot).trim() != "." {
            return Err(self.refuse(*dot, "Members of types are not used here."));
        }
        let object = self.expression(*object)?;
        Ok(Expression::Member(Box::new(object), self.member_name(*name)?))
    }

    fn element(&mut self, node: Node<'_>) -> Understood<Expression> {
        let place = self.place(node);
        let parts = named(node);
        let [list, index] = parts.as_slice() else {
            return Err(self.refuse(node, "An item of a list is $list[0]."));
        };
        let (list, index) = (self.expression(*list)?, self.expression(*index)?);
        Ok(Expression::Index(Box::new(list), Box::new(index), place))
    }

    fn table(&mut self, node: Node<'_>) -> Understood<Expression> {
        let mut entries = Vec::new();
        for body in named(node) {
            for entry in named(body) {
                let parts = named(entry);
                let [key, value] = parts.as_slice() else {
                    return Err(self.refuse(entry, "A hashtable is @{ name = value; … }."));
                };
                let key = self.key(*key)?;
                let before = self.problems.len();
                let value = self.within(*value, |lower| lower.entry(*value))?;
                if self.problems.len() > before {
                    return Err(super::Refused);
                }
                entries.push((key, value));
            }
        }
        Ok(Expression::Table(entries))
    }

    fn entry(&mut self, node: Node<'_>) -> Understood<Vec<crate::syntax::Statement>> {
        if node.kind() == "pipeline" {
            return Ok(vec![crate::syntax::Statement::Pipeline(self.pipeline(node)?)]);
        }
        Err(self.refuse(node, "A value stands after = in a hashtable."))
    }

    fn key(&mut self, node: Node<'_>) -> Understood<String> {
        let inner = named(node);
        match inner.as_slice() {
            [only] if only.kind() == "simple_name" => Ok(self.text(*only).to_owned()),
            [only] => match self.expression(*only)? {
                Expression::Literal(value @ (Value::Text(_) | Value::Int(_))) => Ok(value.to_string()),
                _ => Err(self.refuse(node, "The name in a hashtable is written out here.")),
            },
            _ => Ok(self.text(node).trim().to_owned()),
        }
    }

    /// A word without quotes.
    fn word(&mut self, node: Node<'_>) -> Understood<Expression> {
        let text = self.text(node).trim();
        if let Some(sign) = text.chars().find(|sign| matches!(sign, '$' | '`')) {
            let message = format!("Put {text} in double quotes: with {sign} it is not one word.");
            return Err(self.refuse(node, message));
        }
        if text.contains('>') {
            return Err(self.refuse(
                node,
                "Output is not sent elsewhere with > here. Use | Out-File PATH or | Out-Null.",
            ));
        }
        Ok(Expression::Literal(Value::text(text)))
    }
}

/// The operator with this sign, in any case and with `i` for “without regard to case”, which is so anyway.
fn operator(sign: &str) -> Option<Operator> {
    let sign = sign.trim().to_lowercase();
    Some(match sign.as_str() {
        "-eq" | "-ieq" => Operator::Eq,
        "-ne" | "-ine" => Operator::Ne,
        "-gt" | "-igt" => Operator::Gt,
        "-ge" | "-ige" => Operator::Ge,
        "-lt" | "-ilt" => Operator::Lt,
        "-le" | "-ile" => Operator::Le,
        "-like" | "-ilike" => Operator::Like,
        "-notlike" | "-inotlike" => Operator::NotLike,
        "-contains" | "-icontains" => Operator::Contains,
        "-notcontains" | "-inotcontains" => Operator::NotContains,
        "-in" | "-iin" => Operator::In,
        "-notin" | "-inotin" => Operator::NotIn,
        "-join" => Operator::Join,
        "+" => Operator::Add,
        "-and" => Operator::And,
        "-or" => Operator::Or,
        _ => return None,
    })
}
