# Two stages: the first compiles; the second holds the program, the C library it was linked to, certificates, and
# nothing else: no shell, no package manager, and no user but one without rights.
FROM rust:1.95-bookworm AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/source/target \
    cargo build --locked --profile dist --package api --bin microcycle \
    && cp target/dist/microcycle /usr/local/bin/microcycle
# The libraries that the program loads, under the paths it looks for them.
RUN mkdir -p /image/data /image/tmp /image/etc /image/usr/local/bin \
    && cp /usr/local/bin/microcycle /image/usr/local/bin/ \
    && ldd /usr/local/bin/microcycle | grep -o '/[^ ]*' | xargs -I FILE cp --parents --dereference FILE /image \
    && cp --parents /etc/ssl/certs/ca-certificates.crt /image \
    && echo 'microcycle:x:65532:65532::/data:/nonexistent' > /image/etc/passwd

FROM scratch
COPY --from=build /image /
COPY --from=build --chown=65532:65532 /image/data /data
COPY --from=build --chown=65532:65532 /image/tmp /tmp
USER 65532:65532
WORKDIR /data
# The embedded default keeps its file in /data: mount a volume there, or name a PostgreSQL instead.
ENV DATABASE_URL=sqlite:/data/microcycle.sqlite LISTEN=0.0.0.0:8080
EXPOSE 8080
# Asked to stop, a node finishes or gives back its work within 30 seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["/usr/local/bin/microcycle"]
CMD ["serve"]
