//! Theme and density.

use super::AccountView;
use crate::paths;
use crate::ui::{Button, Card, CardBody, OptionGroup, Radio};
use leptos::prelude::*;

pub(super) fn card(view: &AccountView) -> impl IntoView + use<> {
    let options = |name: &'static str, chosen: &str, answers: &[(&'static str, &'static str)]| {
        let option = |(value, label): (&'static str, &'static str)| {
            let checked = chosen == value;
            view! { <Radio name value checked>{label}</Radio> }
        };
        answers.iter().copied().map(option).collect::<Vec<_>>()
    };
    let themes = [("", "Like the system"), ("light", "Light"), ("dark", "Dark")];
    let themes = options("theme", &view.preferences.theme, &themes);
    let densities = [("", "Comfortable"), ("compact", "Compact")];
    let densities = options("density", &view.preferences.density, &densities);
    view! {
        <Card id="appearance" title="Appearance" desc="Only for you, in every browser.">
            <CardBody>
                <form class="fc-stack fc-stack--4" action=paths::account() method="post">
                    <OptionGroup legend="Theme">{themes}</OptionGroup>
                    <OptionGroup legend="Rows of tables">{densities}</OptionGroup>
                    <div class="fc-cluster">
                        <Button name="action" value="preferences">
                            "Save appearance"
                        </Button>
                    </div>
                </form>
            </CardBody>
        </Card>
    }
}
