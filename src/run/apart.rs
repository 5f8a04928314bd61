//! Output and input must not lie in each other: a second run would read what the first one wrote.

use std::path::{Path, PathBuf, absolute};

use super::Options;
use crate::error::{Error, Result};
use crate::read::{Inputs, Place};

pub fn check(inputs: &Inputs, options: &Options) -> Result<()> {
    let output = whole(&options.output);
    let input = options.inputs.iter().map(Path::new).find(|input| input.is_dir() && output.starts_with(whole(input)));
    if let Some(input) = input {
        let what = match output == whole(input) {
            true => "this folder is both input and output".to_owned(),
            false => format!("the output {} lies inside the input", options.output.display()),
        };
        let error = Error::usage(what).file(input);
        return Err(error.help("give an --output beside the input, or name the folders to be read one by one"));
    }
    // Files of one folder follow each other, so each folder is looked up once.
    let (mut folder, mut inside) = (None, false);
    for input in &inputs.files {
        let Place::File(file) = &input.place else { continue };
        if folder != file.parent() {
            folder = file.parent();
            inside = folder.is_some_and(|folder| whole(folder).starts_with(&output));
        }
        if inside {
            let error = Error::usage("this input lies inside the output, which the run replaces").file(file);
            return Err(error.help("give another --output"));
        }
    }
    Ok(())
}

/// The path without links and `..`, as far as it exists.
fn whole(path: &Path) -> PathBuf {
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let path = absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = path.ancestors().find_map(|part| Some((part, part.canonicalize().ok()?)));
    match existing {
        Some((part, real)) => path.strip_prefix(part).map_or(real.clone(), |rest| real.join(rest)),
        None => path,
    }
}
