//! A script after it was understood: every cmdlet and every parameter is known.

use crate::place::Place;
use crate::table::{Cmdlet, Parameter};
use crate::value::Value;
use std::sync::Arc;

/// A script.
#[derive(Clone, Debug, Default)]
pub struct Script {
    /// What it does, in order.
    pub statements: Vec<Statement>,
}

/// A statement.
#[derive(Clone, Debug)]
pub enum Statement {
    /// A pipeline whose output is shown or handed on.
    Pipeline(Pipeline),
    /// `$name = …`, `$name.Property = …`, and with `+=`.
    Assign {
        /// The variable.
        variable: String,
        /// The properties on the way to what is set.
        members: Vec<String>,
        /// Whether it is added to what is there.
        adds: bool,
        /// What is set.
        value: Vec<Statement>,
        /// Where.
        place: Place,
    },
    /// `if … elseif … else`.
    If {
        /// Conditions with what is done.
        branches: Vec<(Pipeline, Vec<Statement>)>,
        /// What is done otherwise.
        otherwise: Vec<Statement>,
    },
    /// `foreach ($name in …)`.
    ForEach {
        /// The variable.
        variable: String,
        /// Over what.
        list: Pipeline,
        /// What is done.
        body: Vec<Statement>,
    },
}

/// Stages that hand values on.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// The stages, at least one.
    pub stages: Vec<Stage>,
    /// Where it begins.
    pub place: Place,
}

/// One stage of a pipeline.
#[derive(Clone, Debug)]
pub enum Stage {
    /// A value; only the first stage is one.
    Expression(Expression),
    /// A cmdlet.
    Call(Box<Call>),
}

/// A cmdlet with its arguments.
#[derive(Clone, Debug)]
pub struct Call {
    /// The cmdlet.
    pub cmdlet: &'static Cmdlet,
    /// Parameters with their values, in the order in which they were written.
    pub arguments: Vec<Argument>,
    /// Variables whose hashtables hold more arguments (`@name`).
    pub splats: Vec<(String, Place)>,
    /// Whether something is piped into it.
    pub is_piped: bool,
    /// Where.
    pub place: Place,
}

/// A parameter with its value.
#[derive(Clone, Debug)]
pub struct Argument {
    /// The parameter.
    pub parameter: &'static Parameter,
    /// The value.
    pub value: Expression,
    /// Where.
    pub place: Place,
}

/// A script block.
#[derive(Debug)]
pub struct Block {
    /// What it does.
    pub statements: Vec<Statement>,
}

/// An operator between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the operators")]
pub enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    Like,
    NotLike,
    Contains,
    NotContains,
    In,
    NotIn,
    Join,
    Add,
    And,
    Or,
}

/// What gives a value.
#[derive(Clone, Debug)]
pub enum Expression {
    /// A value that is written out.
    Literal(Value),
    /// A variable.
    Variable(String, Place),
    /// A property.
    Member(Box<Expression>, String),
    /// An item of a list, or a key of a hashtable.
    Index(Box<Expression>, Box<Expression>, Place),
    /// `a, b`.
    List(Vec<Expression>),
    /// `@{ a = …; b = … }`.
    Table(Vec<(String, Vec<Statement>)>),
    /// A text in double quotes: its parts.
    Text(Vec<Expression>),
    /// A script block, for the cmdlets that take one.
    Block(Arc<Block>),
    /// `( … )`: the only value, or a list.
    Group(Vec<Statement>),
    /// `@( … )`: a list in any case.
    Array(Vec<Statement>),
    /// `-not`.
    Not(Box<Expression>),
    /// `[type]`.
    Cast(CastType, Box<Expression>, Place),
    /// Two values and what is between them.
    Binary(Operator, Box<Expression>, Box<Expression>, Place),
}

/// The types that a value can be cast to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the types")]
pub enum CastType {
    Bool,
    Int,
    Text,
    List,
    Object,
}
