//! Values for the lists of domains.

use super::values::domains;
use forecourt_cmdlet::table::Id;
use forecourt_cmdlet::value::kinds;
use forecourt_cmdlet::{Arguments, Fault, Object, Value};

pub(super) fn new(id: Id, arguments: &Arguments) -> Result<Vec<Value>, Fault> {
    Ok(vec![match id {
        Id::NewAllowList => {
            let mut list = Vec::new();
            for item in arguments
                .get("AllowedDomain")
                .cloned()
                .unwrap_or_default()
                .items()
            {
                match item {
                    Value::Object(object) if object.kind == &kinds::DOMAIN_PATTERN => {
                        list.push(Value::Object(object));
                    }
                    other => list.push(pattern(&other.to_string())?),
                }
            }
            Object::new(&kinds::ALLOW_LIST).with("AllowedDomain", list).into()
        }
        Id::NewDomainPattern => pattern(arguments.text("Domain").unwrap_or_default())?,
        _ => Object::new(&kinds::ALLOW_ALL).into(),
    }])
}

/// A domain that is empty is one too: it makes a list that allows nobody.
fn pattern(text: &str) -> Result<Value, Fault> {
    let text = text.trim().trim_start_matches("Domain=");
    let domain = domains(&[text.to_owned()])?;
    let domain = domain.first().map(ToString::to_string).unwrap_or_default();
    Ok(Object::new(&kinds::DOMAIN_PATTERN).with("Domain", domain).into())
}
