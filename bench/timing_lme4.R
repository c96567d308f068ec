# The same model and data in lme4: variances, predictions and their conditional standard errors, timed.
# Rscript bench/timing_lme4.R FOLDER: reads the columns that the bench wrote there, writes what it found beside them.
suppressMessages(library(lme4))
folder <- commandArgs(trailingOnly = TRUE)[1]
column <- function(name, what) {
  file <- file.path(folder, name)
  readBin(file, what, file.size(file) / if (what == "double") 8 else 4, size = if (what == "double") 8 else 4)
}
rows <- data.frame(y = column("y", "double"))
for (name in c("pupil", "klass", "teacher", "item", "cell")) rows[[name]] <- factor(column(name, "integer"))
begun <- proc.time()
fit <- lmer(y ~ 0 + cell + (1 | pupil) + (1 | klass) + (1 | teacher) + (1 | item), rows,
            control = lmerControl(calc.derivs = FALSE))
fitted <- proc.time() - begun
effects <- ranef(fit, condVar = TRUE)
done <- proc.time() - begun
found <- as.data.frame(VarCorr(fit))
processor <- function(took) took[["user.self"]] + took[["sys.self"]]
write.csv(data.frame(name = c(found$grp, "fitted", "seconds", "processor", "deviance"),
                     value = sprintf("%.17g", c(found$vcov, fitted[["elapsed"]], done[["elapsed"]], processor(done),
                                                REMLcrit(fit)))),
          file.path(folder, "lme4.csv"), row.names = FALSE)
for (name in names(effects))
  write.csv(data.frame(level = rownames(effects[[name]]), effect = sprintf("%.17g", effects[[name]][[1]]),
                       error = sprintf("%.17g", sqrt(attr(effects[[name]], "postVar")[1, 1, ]))),
            file.path(folder, paste0("lme4_", name, ".csv")), row.names = FALSE)
