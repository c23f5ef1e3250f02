//! What no script may take: the stack, the memory and the time of everybody else.

use crate::support::{Memory, output, run_with};
use forecourt_cmdlet::{Value, filter, parse};
use std::fmt::Write as _;

/// What a script is refused with while it runs.
async fn stopped(source: &str) -> String {
    stopped_with(&mut Memory::default(), source).await
}

async fn stopped_with(memory: &mut Memory, source: &str) -> String {
    match run_with(memory, source).await {
        Ok(()) => panic!(
            "{}\nwas run to its end",
            source.chars().take(200).collect::<String>()
        ),
        Err(stopped) => stopped.to_string(),
    }
}

#[tokio::test]
async fn a_block_that_runs_itself_is_refused() {
    let doors = [
        "1 | ForEach-Object -Process $b",
        "1 | Where-Object -FilterScript $b",
        "1 | Select-Object @{n='a'; e=$b}",
        "1 | Sort-Object $b",
        "1 | Format-Table $b",
    ];
    for door in doors {
        let said = stopped(&format!("$b = 1; $b = {{ {door} }}; {door}")).await;
        assert!(said.contains("more than 32 deep"), "{door}: {said}");
    }
    // With as many brackets around each as there may be, it fits into the stack of a thread.
    let brackets = 20;
    let (open, close) = ("(".repeat(brackets), ")".repeat(brackets));
    let said = stopped(&format!(
        "$b = 1; $b = {{ {open}1 | ForEach-Object -Process $b{close} }}; 1 | ForEach-Object -Process $b"
    ))
    .await;
    assert!(said.contains("deep"), "{said}");
    assert_eq!(
        output("$a = 1 | % { 1 | % { 1 | % { 'in' } } }; $a").await,
        "in\n"
    );
}

#[test]
fn a_long_filter_is_no_deep_one() {
    let chain = |sign: &str, parts: usize| vec!["Department -eq 'x'"; parts].join(sign);
    for sign in [" -and ", " -or "] {
        let said = filter::parse(&chain(sign, 20_000)).unwrap_err();
        assert!(said.contains("longer than 64 KB"), "{said}");
        let short = vec!["a -eq 1"; 4_000].join(sign);
        let said = filter::parse(&short).unwrap_err();
        assert!(said.contains("more than 2000 words"), "{said}");
        let filter = filter::parse(&chain(sign, 400)).unwrap();
        assert!(filter.fits(&|_| Value::text("X")) && !filter.fits(&|_| Value::text("y")));
        assert_eq!(filter.properties().len(), 400);
        let all = filter.all().len();
        assert_eq!(all, if sign == " -and " { 400 } else { 1 });
    }
    // -and binds before -or.
    let mixed = filter::parse("a -eq 1 -or b -eq 1 -and c -eq 1").unwrap();
    let only = |wanted: &'static str| move |name: &str| Value::from(i64::from(name == wanted));
    assert!(mixed.fits(&only("a")) && !mixed.fits(&only("b")) && !mixed.fits(&only("c")));
}

#[tokio::test]
async fn values_do_not_lie_too_deep_in_each_other() {
    let fifty = (0..50)
        .map(|number| number.to_string())
        .collect::<Vec<_>>()
        .join(",");
    for line in [
        "$a = @{x=$a}",
        "$a = @(,$a)",
        "$a = $a,1",
        "$o = [pscustomobject]@{x=$a}; $a = $o",
        "$h = @{x=1}; $h.x = $a; $a = $h",
        "$l = @(); $l += ,$a; $a = $l",
        "$a = 1 | Select-Object @{n='x'; e={$a}}",
    ] {
        let said = stopped(&format!("$a = 1\nforeach ($i in {fifty}) {{ {line} }}")).await;
        assert!(said.contains("Values lie more than 32 deep"), "{line}: {said}");
    }
}

#[tokio::test]
async fn values_do_not_take_all_memory() {
    let forty = (0..40)
        .map(|number| number.to_string())
        .collect::<Vec<_>>()
        .join(",");
    let many = vec!["$a"; 500].join(",");
    // A text of 4 MB, and what is made of many of them.
    let text = "$a = 'x'\nforeach ($i in 0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21) { $a = \"$a$a\" }\n";
    let cases = [
        (
            format!("$a = 'x'\nforeach ($i in {forty}) {{ $a = \"$a$a\" }}"),
            "too long",
        ),
        (
            format!("$a = 1\nforeach ($i in {forty}) {{ $a = 'x' + $a + $a }}"),
            "too long",
        ),
        (
            format!("$a = @(1,2)\nforeach ($i in {forty}) {{ $a = $a + $a }}"),
            "at most 1000000 items",
        ),
        (
            format!("$a = @(1,2)\nforeach ($i in {forty}) {{ $a += $a }}"),
            "larger than 64 MB",
        ),
        (
            format!("$h = @{{a=1}}\nforeach ($i in {forty}) {{ $h += $h }}"),
            "larger than 64 MB",
        ),
        (
            format!("$a = 'x','y'\nforeach ($i in {forty}) {{ $a = @($a; $a) }}"),
            "MB",
        ),
        (format!("{text}$b = {many}"), "at once"),
        (format!("{text}$b = @({})", many.replace(',', ";")), "at once"),
        (
            format!(
                "{text}$b = {{ {} }}; 1 | ForEach-Object $b",
                many.replace(',', ";")
            ),
            "at once",
        ),
        (format!("{text}foreach ($i in {forty}) {{ $a }}"), "at once"),
        (format!("{text}$b = \"{}\"", many.replace(',', "")), "too long"),
        (format!("{text}$b = ($a,$a,$a,$a,$a,$a) -join $a"), "too long"),
        (
            format!("{text}{forty} | Select-Object @{{n='a'; e={{$a}}}} | Out-Null"),
            "at once",
        ),
        (
            format!("{text}{forty} | Grant-CsExternalAccessPolicy -PolicyName $a"),
            "at once",
        ),
        (
            format!(
                "{text}{}",
                (0..40)
                    .map(|at| format!("$v{at} = $a\n"))
                    .collect::<Vec<_>>()
                    .concat()
            ),
            "at once",
        ),
        (
            format!(
                "{text}$r = [pscustomobject]@{{a=1}}\n$n = $r; {forty} | Format-List @{{n=$a; e={{1}}}}, @{{n='b'; e={{1}}}}"
            ),
            "MB",
        ),
    ];
    for (source, part) in cases {
        let said = stopped(&source).await;
        assert!(
            said.contains(part),
            "{}\n{said}",
            source.chars().take(300).collect::<String>()
        );
    }
    // What is replaced does not count twice.
    let again = format!(
        "$o = [pscustomobject]@{{x='y'}}\n{text}foreach ($i in {forty}) {{ $o.x = $a; $b = $a; $c = @($a).Count }}\n$c"
    );
    assert_eq!(output(&again).await, "1\n");
}

#[tokio::test]
async fn a_list_with_many_columns_and_many_rows_is_refused() {
    let mut memory = Memory::default();
    let header = (0..20_000)
        .map(|at| format!("c{at}"))
        .collect::<Vec<_>>()
        .join(",");
    let file = format!("{header}\n{}", "1\n".repeat(5_000));
    memory.files.insert("wide.csv".to_owned(), file);
    let said = stopped_with(&mut memory, "$x = Import-Csv wide.csv").await;
    assert!(said.contains("larger than 64 MB"), "{said}");
    let file = "\n".repeat(3_000_000);
    memory.files.insert("long.txt".to_owned(), file);
    let said = stopped_with(&mut memory, "$x = Get-Content long.txt").await;
    assert!(said.contains("larger than 64 MB"), "{said}");
    // Columns of different rows and one long name are put beside each other only as far as they fit.
    let mut script = String::from("$l = @()\n");
    for at in 0..2_000 {
        let _ = writeln!(script, "$l += [pscustomobject]@{{c{at}=1}}");
    }
    let said = stopped(&format!("{script}$l | Select-Object * | Format-Table | Out-Null")).await;
    assert!(said.contains("too long"), "{said}");
}

#[tokio::test]
async fn going_through_lists_counts_as_steps() {
    let doubled = "$a = 1,2,3,4,5,6,7,8\nforeach ($i in 1,2,3,4,5,6,7,8,9,10,11,12,13,14) { $a += $a }\n";
    for line in [
        "$l = 1,2,3,4,5,6,7,8,9,10; foreach ($i in $l) { foreach ($j in $l) { $x = $a -contains 0 } }",
        "$l = 1,2,3,4,5,6,7,8,9,10; foreach ($i in $l) { foreach ($j in $l) { $x = 0 -in $a } }",
        "$l = 1,2,3,4,5,6,7,8,9,10; foreach ($i in $l) { foreach ($j in $l) { $x = $a.Nothing } }",
        "$l = 1,2,3,4,5,6,7,8,9,10; foreach ($i in $l) { foreach ($j in $l) { $a | Out-Null } }",
        "$l = 1,2,3,4,5,6,7,8,9,10; foreach ($i in $l) { foreach ($j in $l) { $a | Where-Object Length -eq 5 | Out-Null } }",
    ] {
        let mut memory = Memory {
            most_steps: Some(20_000),
            ..Memory::default()
        };
        let said = stopped_with(&mut memory, &format!("{doubled}{line}")).await;
        assert!(said.contains("too many steps"), "{line}: {said}");
    }
}

#[tokio::test]
async fn a_pattern_is_not_tried_on_a_long_text() {
    let text = "$a = 'aaaaaaaaaaaaaaaa'\nforeach ($i in 1,2,3,4,5,6,7,8,9,10,11,12,13) { $a = \"$a$a\" }\n";
    for line in [
        "$a -like '*b'",
        "'x' -notlike $a",
        "$l = 'x',$a; $l -like '*b'",
        "$l = 'x',$a; $l | Where-Object Length -like $a",
        "[pscustomobject]@{n=1} | Select-Object \"*$a\"",
        "Get-Command $a",
    ] {
        let said = stopped(&format!("{text}{line}")).await;
        assert!(said.contains("more than 64 KB"), "{line}: {said}");
    }
    assert_eq!(output("'abc' -like 'A*'; 'abc','d' -like '?'").await, "True\nd\n");
}

#[tokio::test]
async fn a_script_whose_time_is_over_ends_and_says_what_stays() {
    let mut memory = Memory {
        late_after: Some(4),
        ..Memory::default()
    };
    let said = stopped_with(
        &mut memory,
        "Set-CsExternalAccessPolicy -EnableTeamsConsumerAccess $false\n$x = 1\nforeach ($i in 1,2,3,4,5) { $x = $i }\n'end'",
    )
    .await;
    assert!(
        said.contains("takes too long") && said.contains("One change before it was made and stays"),
        "{said}"
    );
    assert!(!memory.output.contains("end"));
}

#[tokio::test]
async fn long_values_are_wrapped_in_one_go() {
    let text =
        "$a = 'aaaa bbb'\nforeach ($i in 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18) { $a = \"$a$a\" }\n";
    let shown = output(&format!("{text}[pscustomobject]@{{n=$a}} | Format-List")).await;
    assert!(shown.len() > 2 * 1024 * 1024);
}

#[test]
fn places_are_found_without_reading_from_the_beginning() {
    let mut script = String::from("$a = 1\n");
    while script.len() < 500_000 {
        script.push_str("$a = $a\n");
    }
    script.push_str("  'é'; Get-Nothing");
    let problems = parse(&script, &[]).unwrap_err();
    let place = problems.0.first().unwrap().place;
    assert_eq!((place.line, place.column), (script.lines().count(), 8));
}

#[tokio::test]
async fn lists_that_are_added_to_begin_with_their_header() {
    let mut memory = Memory::default();
    let line = "[pscustomobject]@{\"a`nb\"=1; c=2} | Export-Csv out.csv -Append";
    run_with(&mut memory, line).await.unwrap();
    assert_eq!(memory.files["out.csv"], "\"a\nb\",\"c\"\n\"1\",\"2\"\n");
    run_with(&mut memory, line).await.unwrap();
    assert_eq!(
        memory.files["out.csv"],
        "\"a\nb\",\"c\"\n\"1\",\"2\"\n\"1\",\"2\"\n"
    );
    memory.files.insert("empty.csv".to_owned(), String::new());
    let line = "[pscustomobject]@{a=1} | Export-Csv empty.csv -Append";
    run_with(&mut memory, line).await.unwrap();
    assert_eq!(memory.files["empty.csv"], "\"a\"\n\"1\"\n");
}

#[tokio::test]
async fn numbers_and_texts_are_put_in_one_order() {
    let sorted = output("'9','1a','10','b','2' | Sort-Object").await;
    assert_eq!(sorted, "2\n9\n10\n1a\nb\n");
}
