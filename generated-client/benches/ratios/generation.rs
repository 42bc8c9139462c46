//! Generation of contracts of several sizes beside plain progenitor, and `lint` and `diff` of the
//! largest; the commands as processes, in the release profile.

use std::{fs, path::Path, process::Command, time::Instant};

use crate::{Failure, build, build_plain_xtask, large, median, root, target};

const SIZES: [u32; 4] = [5, 50, 500, 2_000];

pub(crate) fn run() -> Result<(), Failure> {
    let (ours, plain) = (build(&root(), "xtask")?, build_plain_xtask()?);
    let folder = target().join("contracts");
    fs::create_dir_all(&folder)?;
    let file = |name: String| folder.join(name).display().to_string();

    println!("generation: ours, plain progenitor; in brackets ours ÷ plain");
    for size in SIZES {
        let contract = file(format!("{size}.yaml"));
        fs::write(&contract, large::contract(size))?;
        let (out, lib) = (file("out".to_owned()), file("lib.rs".to_owned()));
        let mut measured = [const { [const { Vec::new() }; 2] }; 2];
        for _ in 0..if size > 500 { 3 } else { 9 } {
            // Everything is written.
            if Path::new(&out).exists() {
                fs::remove_dir_all(&out)?;
            }
            let commands: [(_, &[_]); 2] = [
                (&ours, &["codegen", "--contract", &contract, "--out", &out]),
                (&plain, &[&contract, &lib]),
            ];
            for ((program, arguments), [times, memory]) in commands.into_iter().zip(&mut measured) {
                let (milliseconds, mebibytes) = run_once(program, arguments)?;
                times.push(milliseconds / f64::from(size));
                memory.push(mebibytes);
            }
        }
        let [ours, plain] = measured.map(|it| it.map(median));
        println!(
            "  {size:>5} operations: {:>6.2} {:>6.2} ms each ({:.2}), {:>5.0} {:>5.0} MiB ({:.2})",
            ours[0],
            plain[0],
            ours[0] / plain[0],
            ours[1],
            plain[1],
            ours[1] / plain[1],
        );
    }

    let old = file(format!("{}.yaml", SIZES[3]));
    let (one, all) = (file("one.yaml".to_owned()), file("all.yaml".to_owned()));
    let text = fs::read_to_string(&old)?;
    fs::write(&one, text.replacen("maxLength: 200", "maxLength: 100", 1))?;
    fs::write(&all, large::changed(&text))?;
    let commands: [(_, &[_]); 3] = [
        ("lint", &["lint", "--contract", &old]),
        (
            "diff, one operation changed",
            &["diff", "--base", &old, "--contract", &one],
        ),
        (
            "diff, every operation changed",
            &["diff", "--base", &old, "--contract", &all],
        ),
    ];
    println!("\n{} operations", SIZES[3]);
    for (name, arguments) in commands {
        let times = (0..5).map(|_| run_once(&ours, arguments).map(|it| it.0));
        let time = median(times.collect::<Result<_, _>>()?);
        println!("  {name:<30} {time:>6.0} ms");
    }
    println!();
    Ok(())
}

/// Wall time in milliseconds, and peak memory in MiB; not a number where GNU time is not installed.
fn run_once(program: &Path, arguments: &[&str]) -> Result<(f64, f64), Failure> {
    let memory = target().join("memory");
    let mut command = if Path::new("/usr/bin/time").exists() {
        let mut command = Command::new("/usr/bin/time");
        command
            .args(["--quiet", "--format=%M", "--output"])
            .arg(&memory)
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    // `diff` ends with 1 where something breaks.
    let start = Instant::now();
    let status = command.args(arguments).output()?;
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    if status.status.code().is_none_or(|code| code > 1) {
        return Err(format!("{command:?}: {}", String::from_utf8_lossy(&status.stderr)).into());
    }
    let kibibytes = fs::read_to_string(memory)
        .ok()
        .and_then(|it| it.trim().parse::<f64>().ok());
    Ok((milliseconds, kibibytes.unwrap_or(f64::NAN) / 1024.0))
}
