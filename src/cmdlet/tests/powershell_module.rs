//! The PowerShell module: its sources parse, and its functions have the parameters of the table.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use forecourt_cmdlet::table::{Cmdlet, Parameter, Pipe, Type, cmdlets};
use std::path::{Path, PathBuf};
use std::process::Command;
use tree_sitter::{Node, Parser, Tree};

fn module() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../integrations/powershell/Forecourt")
}

fn parsed(source: &str) -> Tree {
    let mut parser = Parser::new();
    parser
        .set_language(&tree_sitter_powershell::LANGUAGE.into())
        .unwrap();
    parser.parse(source, None).unwrap()
}

fn sources() -> Vec<PathBuf> {
    let mut found = vec![module().join("Forecourt.psd1"), module().join("Forecourt.psm1")];
    for folder in ["Public", "Private"] {
        let files = std::fs::read_dir(module().join(folder)).unwrap();
        found.extend(files.map(|file| file.unwrap().path()));
    }
    found
}

/// Every node of a kind below `node`.
fn below<'t>(node: Node<'t>, kind: &str) -> Vec<Node<'t>> {
    let mut found = Vec::new();
    let mut cursor = node.walk();
    for child in node.children(&mut cursor) {
        if child.kind() == kind {
            found.push(child);
        }
        found.extend(below(child, kind));
    }
    found
}

fn of_host() -> impl Iterator<Item = &'static Cmdlet> {
    cmdlets().filter(|cmdlet| cmdlet.is_of_host)
}

/// How a parameter is declared, without blanks.
fn declared(parameter: &Parameter) -> String {
    let sets = if parameter.sets.is_empty() {
        &[""]
    } else {
        parameter.sets
    };
    let mut text = String::new();
    for set in sets {
        let mut parts = Vec::new();
        if !set.is_empty() {
            parts.push(format!("ParameterSetName='{set}'"));
        }
        if parameter.mandatory {
            parts.push("Mandatory".to_owned());
        }
        parts.extend(parameter.position.map(|place| format!("Position={}", place - 1)));
        if matches!(parameter.pipe, Pipe::Value | Pipe::Both) {
            parts.push("ValueFromPipeline".to_owned());
        }
        if matches!(parameter.pipe, Pipe::Property | Pipe::Both) {
            parts.push("ValueFromPipelineByPropertyName".to_owned());
        }
        text += &format!("[Parameter({})]", parts.join(","));
    }
    let quoted = |names: &[&str]| {
        names
            .iter()
            .map(|name| format!("'{name}'"))
            .collect::<Vec<_>>()
            .join(",")
    };
    if !parameter.aliases.is_empty() {
        text += &format!("[Alias({})]", quoted(parameter.aliases));
    }
    if let Type::Choice(choices) = parameter.kind {
        text += &format!("[ValidateSet({})]", quoted(choices));
    }
    if matches!(
        parameter.kind,
        Type::TextOrNull | Type::AllowedDomains | Type::DomainList | Type::TextList
    ) {
        text += "[AllowNull()]";
    }
    if parameter.kind == Type::TextOrNull {
        text += "[AllowEmptyString()]";
    }
    let kind = match parameter.kind {
        Type::Switch => "switch",
        Type::Bool => "bool",
        Type::Int => "int",
        Type::Text | Type::TextOrNull | Type::Choice(_) => "string",
        Type::Texts => "string[]",
        Type::Guid => "guid",
        _ => "object",
    };
    text + &format!("[{kind}]${}", parameter.name)
}

#[test]
fn every_source_parses() {
    for path in sources() {
        let source = std::fs::read_to_string(&path).unwrap();
        assert!(!parsed(&source).root_node().has_error(), "{}", path.display());
    }
}

#[test]
fn every_function_has_the_parameters_of_its_cmdlet() {
    for cmdlet in of_host() {
        let path = module().join("Public").join(format!("{}.ps1", cmdlet.name));
        let source = std::fs::read_to_string(&path).unwrap();
        let tree = parsed(&source);
        let text = |node: Node<'_>| source.get(node.byte_range()).unwrap().to_owned();
        let names: Vec<_> = below(tree.root_node(), "function_name")
            .into_iter()
            .map(text)
            .collect();
        assert_eq!(names, [cmdlet.name]);
        let found: Vec<_> = below(tree.root_node(), "script_parameter")
            .into_iter()
            .map(|node| text(node).split_whitespace().collect::<String>())
            .collect();
        let expected: Vec<_> = cmdlet.parameters.iter().map(declared).collect();
        assert_eq!(found, expected, "{}", cmdlet.name);
        assert_eq!(
            source.contains("SupportsShouldProcess"),
            cmdlet.changes,
            "{}",
            cmdlet.name
        );
        let set = format!("DefaultParameterSetName = '{}'", cmdlet.default_set);
        assert!(
            cmdlet.default_set.is_empty() || source.contains(&set),
            "{}",
            cmdlet.name
        );
        assert!(
            source.contains(&format!(".SYNOPSIS\n{}\n", cmdlet.help)),
            "{}",
            cmdlet.name
        );
        for parameter in cmdlet.parameters {
            let help = format!(".PARAMETER {}\n{}\n", parameter.name, parameter.help);
            assert!(source.contains(&help), "{} -{}", cmdlet.name, parameter.name);
        }
    }
}

#[test]
fn the_manifest_names_every_function() {
    let manifest = std::fs::read_to_string(module().join("Forecourt.psd1")).unwrap();
    for cmdlet in of_host() {
        assert!(
            manifest.contains(&format!("'{}'", cmdlet.name)),
            "{}",
            cmdlet.name
        );
    }
    let files = std::fs::read_dir(module().join("Public")).unwrap();
    for file in files {
        let name = file
            .unwrap()
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        assert!(manifest.contains(&format!("'{name}'")), "{name}");
    }
}

#[test]
fn powershell_imports_it_where_there_is_one() {
    let line = format!(
        "Import-Module '{}'; (Get-Command -Module Forecourt).Name -join ' '",
        module().join("Forecourt.psd1").display()
    );
    let run = Command::new("pwsh")
        .args(["-NoProfile", "-NonInteractive", "-Command", &line])
        .output();
    let Ok(output) = run else {
        eprintln!("pwsh is not here: the module was parsed and compared, not imported");
        return;
    };
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for cmdlet in of_host() {
        assert!(said.contains(cmdlet.name), "{said}");
    }
}
