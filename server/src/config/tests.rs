//! Which source wins, and what the messages say.

use super::*;
use forecourt_testkit::TempDir;

fn nothing(name: &str) -> Option<String> {
    (name == "HOME").then(|| "/home/somebody".to_owned())
}

fn flags(key: Key, flag: &'static str, value: &str) -> Layer {
    Layer::default().flag(key, flag, Some(value.to_owned()))
}

fn message(result: Result<Config>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn nothing_configured_is_a_file_in_the_home_directory_and_the_own_machine() {
    let config = Config::resolve(Layer::default(), None, &nothing).unwrap();
    assert_eq!(
        config.data_dir,
        Path::new("/home/somebody/.local/share/forecourt")
    );
    assert_eq!(
        config.database_url.reveal(),
        "sqlite:///home/somebody/.local/share/forecourt/forecourt.db"
    );
    assert_eq!(config.listen.to_string(), "127.0.0.1:3000");
    assert!(!config.secure() && !config.trust_proxy);
    let elsewhere = |name: &str| (name == "XDG_DATA_HOME").then(|| "/data".to_owned());
    let config = Config::resolve(Layer::default(), None, &elsewhere).unwrap();
    assert_eq!(
        config.database_file().unwrap(),
        Path::new("/data/forecourt/forecourt.db")
    );
}

#[test]
fn flags_weigh_more_than_variables_and_those_more_than_the_file() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().display().to_string();
    let lines =
        "listen = \"127.0.0.1:1\"\nlog = \"warn\"\npublic_url = \"https://a.example/\"\ntrust_proxy = true\n";
    std::fs::write(folder.path().join(FILE_NAME), lines).unwrap();
    let variable = |name: &str| match name {
        "FORECOURT_DATA_DIR" => Some(place.clone()),
        "FORECOURT_LISTEN" => Some("127.0.0.1:2".to_owned()),
        "FORECOURT_LOG" => Some("debug".to_owned()),
        _ => None,
    };
    let config = Config::resolve(flags(Key::Listen, "--listen", "127.0.0.1:3"), None, &variable).unwrap();
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.log, "debug");
    assert_eq!(config.public_url.as_deref(), Some("https://a.example"));
    assert!(config.secure() && config.trust_proxy);
}

#[test]
fn unknown_keys_are_refused_with_the_nearest_name() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("f.toml");
    std::fs::write(&file, "databse_url = \"sqlite://x\"\n").unwrap();
    let text = message(Config::resolve(Layer::default(), Some(&file), &nothing));
    assert!(text.ends_with("did you mean `database_url`?"), "{text}");
    std::fs::write(&file, "colour = \"red\"\n").unwrap();
    let text = message(Config::resolve(Layer::default(), Some(&file), &nothing));
    assert!(
        text.contains("the keys are api_requests_per_second, data_dir, database_url"),
        "{text}"
    );
}

#[test]
fn a_file_that_cannot_be_read_is_refused_with_the_line_and_without_what_is_there() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("f.toml");
    std::fs::write(
        &file,
        "trust_proxy = true\ndatabase_url = postgres://u:secret@h/d\n",
    )
    .unwrap();
    let text = message(Config::resolve(Layer::default(), Some(&file), &nothing));
    assert!(
        text.starts_with("line 2 ") && text.contains("quotation marks"),
        "{text}"
    );
    assert!(!text.contains("secret"), "{text}");
}

#[test]
fn secrets_come_from_files_too_but_not_from_two_places() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("url"), "postgres://u:p@h/d\n").unwrap();
    let file = folder.path().join("f.toml");
    std::fs::write(&file, "database_url_file = \"url\"\n").unwrap();
    let config = Config::resolve(Layer::default(), Some(&file), &nothing).unwrap();
    assert_eq!(config.database_url.reveal(), "postgres://u:p@h/d");
    assert!(!format!("{config:?}").contains("u:p"));
    let both = |name: &str| match name {
        "FORECOURT_DATABASE_URL" => Some("sqlite://x".to_owned()),
        "FORECOURT_DATABASE_URL_FILE" => Some("/x".to_owned()),
        _ => None,
    };
    let text = message(Config::resolve(Layer::default(), None, &both));
    assert!(text.contains("FORECOURT_DATABASE_URL_FILE"), "{text}");
}

#[test]
fn each_refused_value_is_named_with_its_source() {
    for (key, flag, value) in [
        (Key::Listen, "--listen", "3000"),
        (Key::Listen, "--listen", "example.com:80"),
        (Key::PublicUrl, "--public-url", "forecourt.example.com"),
        (Key::PublicUrl, "--public-url", "ftp://forecourt.example.com"),
        (
            Key::PublicUrl,
            "--public-url",
            "https://forecourt.example.com/admin",
        ),
        (Key::TrustProxy, "--trust-proxy", "maybe"),
        (Key::Log, "--log", "forecourt=loud"),
        (Key::MetricsToken, "--metrics-token", "short"),
    ] {
        let text = message(Config::resolve(flags(key, flag, value), None, &nothing));
        assert!(text.starts_with(flag) && text.contains("write"), "{text}");
    }
    let text = message(Config::resolve(Layer::default(), None, &|_| None));
    assert!(text.contains("--data-dir"), "{text}");
}

#[test]
fn numbers_may_stand_in_the_file_without_quotation_marks() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("f.toml");
    let place = folder.path().display().to_string();
    let read = |line: &str| {
        std::fs::write(&file, format!("data_dir = '{place}'\n{line}\n")).unwrap();
        Config::resolve(Layer::default(), Some(&file), &nothing)
    };
    for line in ["api_requests_per_second = 7", "api_requests_per_second = \"7\""] {
        assert_eq!(read(line).unwrap().api_requests_per_second, 7, "{line}");
    }
    for line in ["api_requests_per_second = 7.5", "api_requests_per_second = -1"] {
        let text = message(read(line));
        assert!(
            text.contains("api_requests_per_second") && text.contains("write"),
            "{text}"
        );
    }
}
