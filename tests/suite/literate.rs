//! Reads a literate test: prose in a fenced block, expected rows in Markdown tables. The form is in
//! `tests/cases/README.md`. Everything remembers its line, so that tables can be rewritten in place.

/// One heading with its article and what is expected of it.
#[derive(Debug, PartialEq)]
pub struct Case {
    pub heading: String,
    pub article: String,
    pub tables: Vec<Expected>,
}

/// One table of a case. Lines are 0-based.
#[derive(Debug, PartialEq)]
pub struct Expected {
    pub name: String,
    /// The line with `### name`.
    pub line: usize,
    /// The line and the reason of a `<!-- not yet: reason -->`.
    pub not_yet: Option<(usize, String)>,
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// The lines of header, rule and rows.
    pub lines: std::ops::Range<usize>,
}

const NULL: &str = "∅";

/// What a cell shows for a value.
pub fn cell(value: Option<&str>) -> String {
    match value {
        None => NULL.to_owned(),
        Some(text) => {
            text.replace('\\', "\\\\").replace('|', "\\|").replace('\n', "\\n").replace('\r', "\\r").trim().to_owned()
        }
    }
}

/// The cells of `| a | b |`; they stay escaped.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.trim().trim_start_matches('|').chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            _ => cells.last_mut().expect("starts with one").push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    cells.pop();
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// All cases of a file; the error says which line is not understood, and why.
pub fn parse(markdown: &str) -> Result<Vec<Case>, String> {
    let lines: Vec<&str> = markdown.lines().collect();
    let mut cases: Vec<Case> = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let line = lines[at];
        let fail = |what: &str| Err(format!("line {}: {what}", at + 1));
        if let Some(heading) = line.strip_prefix("## ") {
            cases.push(Case { heading: heading.trim().to_owned(), article: String::new(), tables: Vec::new() });
        } else if line.starts_with("```") {
            let fence = &line[..line.len() - line.trim_start_matches('`').len()];
            let Some(length) = lines[at + 1..].iter().position(|line| line.trim_end() == fence) else {
                return fail("this block is never closed");
            };
            match cases.last_mut() {
                Some(case) if line.trim_end().ends_with("article") && case.article.is_empty() => {
                    case.article = lines[at + 1..at + 1 + length].join("\n") + "\n";
                }
                _ => return fail("expected one ```article block under each ## heading"),
            }
            at += length + 1;
        } else if let Some(name) = line.strip_prefix("### ") {
            let Some(case) = cases.last_mut() else { return fail("a table before the first ## heading") };
            let (name, line, lines) = (name.trim().to_owned(), at, at..at);
            case.tables.push(Expected { name, line, not_yet: None, columns: Vec::new(), rows: Vec::new(), lines });
        } else if let Some(mark) = line.trim().strip_prefix("<!-- not yet") {
            let reason = mark.trim_end_matches("-->").trim_matches([':', ' ']).to_owned();
            match cases.last_mut().and_then(|case| case.tables.last_mut()) {
                Some(table) if table.columns.is_empty() => table.not_yet = Some((at, reason)),
                _ => return fail("a `not yet` belongs between a ### heading and its table"),
            }
        } else if line.starts_with('|') {
            let length = lines[at..].iter().take_while(|line| line.starts_with('|')).count();
            let Some(table) = cases.last_mut().and_then(|case| case.tables.last_mut()) else {
                return fail("a table needs a ### heading with its name");
            };
            if !table.columns.is_empty() || length < 2 {
                return fail("one table under each ### heading: a header, a rule, and rows");
            }
            table.columns = cells(line);
            table.rows = lines[at + 2..at + length].iter().map(|line| cells(line)).collect();
            table.lines = at..at + length;
            if let Some(row) = table.rows.iter().position(|row| row.len() != table.columns.len()) {
                return Err(format!("line {}: not as many cells as columns", at + 3 + row));
            }
            at += length - 1;
        }
        at += 1;
    }
    for case in &cases {
        if case.article.is_empty() || case.tables.is_empty() || case.tables.iter().any(|t| t.columns.is_empty()) {
            return Err(format!("“{}” needs an ```article block, a ### heading and a table", case.heading));
        }
    }
    Ok(cases)
}

/// The lines of a table, with columns padded to one width.
pub fn render(columns: &[String], rows: &[Vec<String>]) -> Vec<String> {
    let width = |column: usize| {
        let cells = rows.iter().map(|row| row[column].as_str()).chain([columns[column].as_str()]);
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0).max(3)
    };
    let widths: Vec<usize> = (0..columns.len()).map(width).collect();
    let line = |cells: &[String]| {
        let padded: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        format!("| {} |", padded.join(" | "))
    };
    let rule: Vec<String> = widths.iter().map(|&width| "-".repeat(width)).collect();
    [line(columns), line(&rule)].into_iter().chain(rows.iter().map(|row| line(row))).collect()
}

/// Expected and found rows, one line each: `-` is missing, `+` is too much.
pub fn diff(expected: &[Vec<String>], found: &[Vec<String>]) -> String {
    let line = |(sign, row): (char, &Vec<String>)| format!("    {sign} | {} |", row.join(" | "));
    changes(expected, found).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Both lists as one: `-` is in the first only, `+` in the second only, ` ` in both.
pub fn changes<'a, T: PartialEq>(expected: &'a [T], found: &'a [T]) -> Vec<(char, &'a T)> {
    let mut common = vec![vec![0usize; found.len() + 1]; expected.len() + 1];
    for (i, left) in expected.iter().enumerate().rev() {
        for (j, right) in found.iter().enumerate().rev() {
            common[i][j] =
                if left == right { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut lines) = (0, 0, Vec::new());
    while i < expected.len() || j < found.len() {
        let sign = if i < expected.len() && j < found.len() && expected[i] == found[j] {
            ' '
        } else if j == found.len() || (i < expected.len() && common[i + 1][j] >= common[i][j + 1]) {
            '-'
        } else {
            '+'
        };
        lines.push((sign, if sign == '+' { &found[j] } else { &expected[i] }));
        i += usize::from(sign != '+');
        j += usize::from(sign != '-');
    }
    lines
}

#[test]
fn a_case_is_prose_and_tables() {
    let text = "# Theme\n\nWords.\n\n## One\n\n```article\nA | b.\n```\n\n### quotes\n<!-- not yet: hard -->\n\n| text | kind |\n| - | - |\n| a \\| b | ∅ |\n";
    let cases = parse(text).unwrap();
    assert_eq!((cases.len(), cases[0].article.as_str()), (1, "A | b.\n"));
    let table = &cases[0].tables[0];
    assert_eq!((table.name.as_str(), &table.not_yet), ("quotes", &Some((11, "hard".to_owned()))));
    assert_eq!(table.rows, [[cell(Some("a | b")), cell(None)]]);
    assert_eq!(render(&table.columns, &table.rows)[2], "| a \\| b | ∅    |");
    assert_eq!(diff(&table.rows, &[]), "    - | a \\| b | ∅ |");
}

#[test]
fn a_malformed_case_is_refused_with_its_line() {
    assert_eq!(parse("## One\n```article\nA.\n").unwrap_err(), "line 2: this block is never closed");
    assert!(parse("## One\n\nNo article.\n").unwrap_err().contains("needs an ```article block"));
    let ragged = "## One\n```article\nA.\n```\n### quotes\n| a | b |\n| - | - |\n| c |\n";
    assert_eq!(parse(ragged).unwrap_err(), "line 8: not as many cells as columns");
}
